import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { commandContracts, mayDo, nextOnStory, type Sealed } from '@lianxin/contracts';
import { decide, evolve, given, isRefusal, type Actor } from '@lianxin/kernel';
import { z } from 'zod';
import { findIdentifying } from './guard.js';
import { story, type Story, type StoryCommand, type StoryEvent } from './story.decider.js';

const content: Sealed = { alg: 'hkdf-sha256/aes-256-gcm', kid: 'k'.repeat(22), compartment: 'narrative', bind: { slot: 'StoryDrafted/content' }, salt: 's'.repeat(43), commit: 'c'.repeat(43), ct: 'x'.repeat(64) };
const told = { basis: 'SYNTHETIC' as const, contents: ['C1' as const], content };
const author: Actor = { id: 'worker-1', role: 'worker', district: '440106' };
const reader: Actor = { id: 'supervisor-1', role: 'supervisor', district: '440106' };
const drafted: StoryEvent = { type: 'StoryDrafted', data: { ...told, contents: ['C1'], edition: 1 } };
/** The events are the author's; the command is somebody's. */
const as = (events: StoryEvent[], actor: Actor) => ({ when: (c: StoryCommand) => given(story, events, { actor: author }).when(c, { actor }) });

describe('a story', () => {
  it('is published by a supervisor who did not write it, in the edition that was read', () => {
    as([drafted], reader).when({ type: 'PublishStory', data: { edition: 1 } }).thenTypes('StoryPublished');
    as([drafted], author).when({ type: 'PublishStory', data: { edition: 1 } }).thenRefused('library/own-work');
    as([drafted, { type: 'StoryRevised', data: { ...told, contents: ['C1'], edition: 2 } }], reader).when({ type: 'PublishStory', data: { edition: 1 } }).thenRefused('library/other-edition');
    as([drafted, { type: 'StoryPublished', data: { edition: 1 } }], reader).when({ type: 'PublishStory', data: { edition: 1 } }).thenRefused('library/not-now');
  });

  it('is revised by its author only, and then read again', () => {
    as([drafted], reader).when({ type: 'ReviseStory', data: { ...told, contents: ['C1'] } }).thenRefused('library/not-the-author');
    const revised = given(story, [drafted, { type: 'StoryPublished', data: { edition: 1 } }], { actor: author }).when({ type: 'ReviseStory', data: { ...told, contents: ['C1'] } }).outcome.happened!;
    expect(evolveAll([drafted, ...revised])).toMatchObject({ phase: 'drafted', edition: 2 });
    as([drafted, { type: 'StoryWithdrawn', data: { reason: 'IDENTIFYING' } }], author).when({ type: 'ReviseStory', data: { ...told, contents: ['C1'] } }).thenRefused('library/not-now');
  });

  it('lists exactly what is accepted next', () => {
    const actors = [author, reader, { ...author, id: 'worker-2' }, { ...reader, id: 'worker-1' }, { ...author, id: 'desk-1', role: 'desk' }];
    const all = (edition: number): StoryCommand[] => [
      { type: 'ReviseStory', data: { ...told, contents: ['C1'] } }, { type: 'PublishStory', data: { edition } }, { type: 'ReturnStory', data: { edition, reason: 'OTHER' } }, { type: 'WithdrawStory', data: { reason: 'OTHER' } },
    ];
    fc.assert(fc.property(fc.array(fc.tuple(fc.nat(3), fc.nat(4)), { maxLength: 12 }), (steps) => {
      let state: Story = evolveAll([drafted]);
      for (const [which, who] of steps) {
        if (state.phase === 'none') throw new Error('a story does not vanish');
        const actor = actors[who]!;
        const listed = nextOnStory({ id: 's', phase: state.phase, author: state.author }, actor, '440106').map((a) => a.command);
        for (const command of all(state.edition)) {
          const may = mayDo(commandContracts[command.type].action, actor, { district: '440106' }).ok && !isRefusal(decide(story, command, state, { actor, now: 0, facts: {} }));
          expect([command.type, listed.includes(command.type)]).toEqual([command.type, may]);
        }
        const tried = decide(story, all(state.edition)[which]!, state, { actor, now: 0, facts: {} });
        if (!isRefusal(tried)) for (const e of tried) state = evolve(story, state, e, { id: '', log: '', stream: '', version: 1, district: '', time: 0, actorid: actor.id, actorrole: actor.role });
      }
    }), { numRuns: 60 });
  });
});

function evolveAll(events: readonly StoryEvent[]): Story {
  return events.reduce<Story>((s, e) => evolve(story, s, e, { id: '', log: '', stream: '', version: 1, district: '440106', time: 0, actorid: author.id, actorrole: 'worker' }), story.initial);
}

describe('the wording guard', () => {
  const kinds = (text: string) => [...new Set(findIdentifying(text).map((f) => f.kind))];

  it.each([
    ['请联系 13800000000。', 'PHONE'], ['电话１３８００００００００', 'PHONE'], ['138-0000 0000', 'PHONE'], ['020-12345678', 'PHONE'], ['证件号 440106199001010011', 'ID_NUMBER'], ['44010619900101001x', 'ID_NUMBER'],
    ['卷宗 440106-2026-000123', 'NUMBER'], ['查询码 0123-4567-8901', 'NUMBER'], ['邮箱 someone@example.com', 'EMAIL'], ['微信号：abc_12345', 'EMAIL'], ['住某某路12号', 'ADDRESS'], ['3栋', 'ADDRESS'], ['粤A12345', 'PLATE'],
    ['2025年10月3日', 'DATE'], ['张先生', 'NAME'], ['王小明女士', 'NAME'], ['案主李建国', 'NAME'], ['姓名：欧阳静', 'NAME'], ['1 3 8 0 0 0 0 0 0 0 0', 'PHONE'],
  ])('finds what identifies in %s', (text, kind) => { expect(kinds(text)).toContain(kind); });

  it.each([
    '案主因欠薪多次来访，社工先倾听，再一起梳理法定途径，三个月后情绪平稳。', '张某先生与某单位有纠纷，李某甲陪同。', '案主高兴地表示，2024—2025年间共来访5次。', '于是老师与医生一起商量，向老师请教。', '拨打12356或110。', '每周1次，共8周，得分由18降至9。',
  ])('lets pass: %s', (text) => { expect(findIdentifying(text)).toEqual([]); });

  it('lets the examples of the contract pass', () => {
    const [example] = z.globalRegistry.get(commandContracts.DraftStory.body)!.examples as unknown as { title: string; text: string }[];
    expect([...findIdentifying(example!.title), ...findIdentifying(example!.text)]).toEqual([]);
  });

  it('finds a phone number wherever and however it is written, and tells where, not what', () => {
    const phone = fc.tuple(fc.constantFrom('3', '5', '7', '8', '9'), fc.stringMatching(/^\d{9}$/)).map(([b, rest]) => `1${b}${rest}`);
    const gap = fc.constantFrom('', ' ', '-', '·', '\u200b', ' ');
    fc.assert(fc.property(fc.stringMatching(/^[\u4e00-\u9fa5，。]{0,20}$/), phone, gap, fc.boolean(), (before, number, between, full) => {
      const written = number.split('').join(between).replace(/\d/g, (d) => (full ? String.fromCharCode(d.charCodeAt(0) + 0xfee0) : d));
      const found = findIdentifying(`${before}，${written}。`);
      expect(found.some((f) => f.kind === 'PHONE' || f.kind === 'ID_NUMBER' || f.kind === 'NUMBER')).toBe(true);
      expect(JSON.stringify(found)).not.toContain(number);
    }), { numRuns: 150 });
  });
});

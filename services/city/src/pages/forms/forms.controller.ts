import { setTimeout as delay } from 'node:timers/promises';
import { Controller, Get, Inject, Module, Param, Query, Res, type DynamicModule } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { findCase, openEvents, readCase, type Archive, type Case } from '@lianxin/archive';
import { dossierId, events } from '@lianxin/contracts';
import type { StoredEvent } from '@lianxin/event-log';
import { parseEnvelope, type Actor } from '@lianxin/kernel';
import { Action, orRefuse, Page, Parts, refusedBecause, ServiceModule, Who, type Principal } from '@lianxin/nest';
import type { Opening } from '@lianxin/trust';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { html, type Html } from '../html.js';
import { page } from '../page.js';
import { send } from '../session.controller.js';
import { closingForm } from './closing-form.js';
import { intakeForm } from './intake-form.js';
import { conversations, interviewForm } from './interview-form.js';
import { dataOf, type Recorded } from './recorded.js';
import { sheet } from './sheet.js';

interface FormsOptions {
  readonly demo: boolean;
  /** Opens what belongs to a person and to no case: intake's, whose subjects they are. Without it these fields stay shut. */
  readonly subjects?: Opening;
}
const FORMS_OPTIONS: unique symbol = Symbol('lianxin.FormsOptions');
const PATIENCE_MS = 2_000;

export const FORMS = { intake: '接案登记表', interview: '会谈记录', closing: '结案表' } as const;
export type Form = keyof typeof FORMS;

const SUBJECT = ['SubjectRecorded', 'IdentityCorrected', 'ContactCorrected'];
/** A form opens what it shows and no more. */
const SHOWS: Readonly<Record<Form, readonly string[]>> = {
  intake: [...SUBJECT, 'ContactMade', 'CaseTakenOver', 'MatterRegistered', 'MatterReclassified', 'RepeatLinked', 'SafetyAsked', 'SafetyConcernRaised', 'SafetyRaised', 'CaseTaken', 'ConsentGiven', 'ConsentRefused', 'ConsentWithdrawn', 'RightsNoticeAcknowledged', 'ConflictDeclared'],
  interview: ['SubjectRecorded', 'IdentityCorrected', 'ContactMade', 'ContactNoted', 'ServiceDelivered', 'DeliveryVoided', 'CounsellingHeld'],
  closing: ['SubjectRecorded', 'IdentityCorrected', 'CaseTaken', 'CaseClosed', 'RetentionAssigned', 'OutcomeEvaluated', 'OutcomeSignedOff', 'SatisfactionCollected'],
};

const which = z.enum(['intake', 'interview', 'closing']);
const query = z.object({ entry: z.uuid().optional() });

/** Forms as stations print them, filled from what is recorded; each view leaves one access record in each service whose values it opened. */
@ApiExcludeController()
@Controller('cases/:caseid/forms')
@Page()
export class FormsController {
  constructor(@Parts() private readonly archive: Archive, @Inject(FORMS_OPTIONS) private readonly options: FormsOptions) {}

  @Get(':form')
  @Action('archive.case.read')
  async form(@Param('caseid', { schema: dossierId }) caseid: string, @Param('form', { schema: which }) form: Form, @Query({ schema: query }) { entry }: z.infer<typeof query>, @Who() who: Principal, @Res() reply: FastifyReply): Promise<void> {
    // First what is new, so that a conflict declared a moment ago shuts the form too.
    await Promise.race([this.archive.mirror.catchUp().then(() => this.archive.viewsCaughtUp()), delay(PATIENCE_MS, undefined, { ref: false })]);
    const { doc } = orRefuse(await findCase(this.archive, caseid, who));
    const recorded = await this.recorded(caseid, doc, form, who, entry);
    const sheets = sheetsOf(form, recorded, entry);
    if (sheets.length === 0) throw refusedBecause('view/not-found');
    const others = (Object.keys(FORMS) as Form[]).filter((f) => f !== form);
    await send(reply, page(FORMS[form], html`
<p class="screen">用浏览器的“打印”即可打印或存为 PDF。空白处为没有记录的内容。<a href="/cases/${caseid}">回到卷宗</a>${others.map((f) => html` · <a href="/cases/${caseid}/forms/${f}">${FORMS[f]}</a>`)}</p>
${sheets}`, { who, demo: this.options.demo }));
  }

  private async recorded(caseid: string, doc: Case, form: Form, who: Actor, entry: string | undefined): Promise<Recorded> {
    const { archive } = this;
    const stored = await readCase(archive, caseid);
    const shown = stored.filter((e) => shows(form, e, entry));
    const person = (await this.subject(doc, stored)).filter((e) => shows(form, e, entry));
    const opened = [...await openEvents(this.options.subjects ?? archive.opening, person, who), ...await openEvents(archive.opening, shown, who)];
    return { number: doc.number ?? '', district: doc.district, state: doc.state, firstAt: doc.firstAt, counted: countedIn(stored), events: opened };
  }

  /** The petitioner's own stream belongs to no case; it is in each district that the case was in. */
  private async subject({ subject, district }: Case, stored: readonly StoredEvent[]): Promise<readonly StoredEvent[]> {
    if (subject === undefined) return [];
    const districts = [...new Set([...stored.filter((e) => e.log.startsWith('intake.')).map((e) => e.log.slice('intake.'.length)), district])];
    return (await Promise.all(districts.map((d) => this.archive.copy.readStream(`intake.${d}`, `subject-${d}-${subject}`)))).flat();
  }
}

/** Of the conversations only the one that is asked for is opened. */
function shows(form: Form, event: StoredEvent, entry: string | undefined): boolean {
  const { id, type } = parseEnvelope(event.body);
  const name = events.definitionOf(type)?.name;
  if (name === undefined || !SHOWS[form].includes(name)) return false;
  return entry === undefined || form !== 'interview' || SUBJECT.includes(name) || name === 'DeliveryVoided' || id === entry;
}

/** Counted from what stands open in the events. */
function countedIn(stored: readonly StoredEvent[]): Recorded['counted'] {
  const known = stored.flatMap(({ body, stream }) => {
    const { type, data } = parseEnvelope(body);
    const read = events.read(type, data);
    return read ? [{ name: read.type, stream, data: read.data }] : [];
  });
  const talks = conversations(known);
  const minutes = talks.map((e) => dataOf(e)['minutes']).filter((m) => typeof m === 'number');
  return { talks: talks.length, minutes: minutes.reduce((sum, m) => sum + m, 0), answers: known.filter((e) => e.name === 'AnswerRecorded').length };
}

function sheetsOf(form: Form, recorded: Recorded, entry: string | undefined): readonly Html[] {
  if (form === 'intake') return [sheet(intakeForm(recorded))];
  if (form === 'closing') return [sheet(closingForm(recorded))];
  return conversations(recorded.events).filter((e) => entry === undefined || e.id === entry).map((talk, i) => sheet(interviewForm(recorded, talk, entry === undefined ? i + 1 : undefined)));
}

@Module({})
export class FormsModule {
  static with(options: FormsOptions): DynamicModule {
    return { module: FormsModule, imports: [ServiceModule.of('archive')], controllers: [FormsController], providers: [{ provide: FORMS_OPTIONS, useValue: options }] };
  }
}

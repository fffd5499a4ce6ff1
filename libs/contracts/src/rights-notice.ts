/** One version of the notice of rights, as it was read out or handed over. */
export interface RightsNotice {
  readonly version: number;
  readonly title: { readonly zh: string; readonly en: string };
  readonly items: readonly { readonly zh: string; readonly en: string; /** Law or principle behind it. */ readonly rule: string }[];
}

/**
 * Every version of the notice of rights 权利告知书 (principle 权利维护). A version never changes once somebody has
 * confirmed it; other words are a new version at the end. The last one is told today.
 */
export const rightsNotices: readonly RightsNotice[] = [
  {
    version: 1,
    title: { zh: '信访社会工作服务权利告知书', en: 'Your rights in petition social work' },
    items: [
      { zh: '服务自愿、免费。您可以随时停止接受服务，这不影响您的信访事项依法办理。', en: 'The service is voluntary and free. You may stop at any time; your petition is handled by law all the same.', rule: '服务原则：权利维护' },
      { zh: '接受帮助不以放弃信访为条件；信访不受打击报复。', en: 'Help is never tied to giving up your petition, and nobody may retaliate for it.', rule: '信访工作条例第18条' },
      { zh: '社会工作者不受理、不决定信访事项，由有权处理的机关依法处理；我们协助您了解法定途径、期限和进展。', en: 'Social workers do not accept or decide petitions; the competent authorities do. We help you with legal paths, terms and progress.', rule: '信访工作条例第14、31条' },
      { zh: '您可以凭查询码随时查询办理进展，不需要登录。', en: 'With your query code you can ask for the progress at any time, without signing in.', rule: '信访工作条例第18条' },
      { zh: '我们处理您的个人信息须经您同意或有法律依据。您可以查阅、复制、更正，可以撤回同意，可以要求删除；依法应当保存的，只作保存。', en: 'Your data is processed with your consent or by law. You may see, copy and correct it, withdraw consent and ask for erasure; what the law keeps is stored only.', rule: '个人信息保护法第13、15、44至47条' },
      { zh: '向其他单位提供您的材料，须就该单位另行征得您同意。', en: 'Before your papers go to another unit we ask for your consent to that unit.', rule: '个人信息保护法第23条' },
      { zh: '我们为您保密。有人身危险，或者未成年人、无行为能力人疑似受到侵害时，法律要求我们报告有关机关。', en: 'We keep what you tell us. When life is in danger, or a minor or a person without capacity may be harmed, the law makes us report it.', rule: '反家庭暴力法第14条；未成年人保护法第11条' },
      { zh: '检举控告材料不向被检举控告的人或单位透露。', en: 'What accuses somebody is never shown to the accused person or unit.', rule: '信访工作条例第30条' },
      { zh: '工作人员与您的事项有利害关系的，您可以要求其回避。', en: 'You may ask that staff with an interest in your matter withdraw.', rule: '信访工作条例第28条' },
      { zh: '您可以要求语言、文字、无障碍等方面的帮助；对服务不满意可以投诉，投诉由他人办理。', en: 'You may ask for help with language, reading or access; complaints about the service are handled by somebody else.', rule: '服务原则：主体差异、权利维护' },
    ],
  },
];

/** The version that is told today. */
export const currentRightsNotice: RightsNotice = rightsNotices.at(-1)!;
export const isRightsNotice = (version: number): boolean => rightsNotices.some((n) => n.version === version);

/** Shown on every case page and at once after a positive safety answer. Numbers are national and free of charge. */
export const emergencyCard = [
  { number: '110', zh: '报警：有人身危险时立即拨打', en: 'police: call at once when someone is in danger' },
  { number: '120', zh: '急救：受伤、服药、昏迷时立即拨打', en: 'ambulance: injury, poisoning, unconsciousness' },
  { number: '12356', zh: '全国统一心理援助热线', en: 'national psychological support line' },
] as const;

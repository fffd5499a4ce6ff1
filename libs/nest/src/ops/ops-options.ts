export interface OpsOptions { readonly metricsOnlyLocal: boolean }
export const OPS_OPTIONS: unique symbol = Symbol('lianxin.OpsOptions');

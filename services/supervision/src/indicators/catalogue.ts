import type { Row } from './measures.js';
import { petitionIndicators, type Indicator } from './petition-indicators.js';
import { serviceIndicators } from './service-indicators.js';

/** Rows reach an indicator by its `input`, so that each gets the kind of rows it was written for. */
const untyped = (groups: Readonly<Record<string, readonly unknown[]>>): readonly Indicator<Row>[] => Object.values(groups).flat() as readonly Indicator<Row>[];

/** All indicators of the domain brief §4.9, those too that cannot be computed yet. */
export const indicators: readonly Indicator<Row>[] = [...untyped(petitionIndicators), ...untyped(serviceIndicators)];

const byCode = new Map(indicators.map((i) => [i.code, i]));
export const indicatorOf = (code: string): Indicator<Row> | undefined => byCode.get(code);

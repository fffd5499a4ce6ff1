import type { Recipes } from './recipe.js';
import { archive, host } from './recipes-archive.js';
import { assessment } from './recipes-assessment.js';
import { coordination } from './recipes-coordination.js';
import { crisis } from './recipes-crisis.js';
import { intake } from './recipes-intake.js';
import { matters } from './recipes-matters.js';
import { meetings } from './recipes-meetings.js';
import { rounds } from './recipes-rounds.js';
import { supervision } from './recipes-supervision.js';

/** How each operation of a demo city succeeds with its documented example. */
export const recipes: Recipes = { ...host, ...intake, ...assessment, ...coordination, ...matters, ...rounds, ...meetings, ...crisis, ...supervision, ...archive };

/** Name and version of the engine, part of every stored run. Raised with every change that can change a figure. */
export const engineVersion = 'leak@1.0.0';

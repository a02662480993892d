import { Type } from 'typebox';
import type { Routes } from '#platform/http.ts';
import { DEMO_PASSWORD, DEMO_SIGN_INS } from '../../seeds/demo.ts';

const Demo = Type.Object({
  demo: Type.Boolean(),
  signIns: Type.Array(Type.Object({ name: Type.String(), password: Type.String(), role: Type.String(), personName: Type.String() })),
});

/** Tells the sign-in page whom one can sign in as; nobody, unless it is the demo, which only this machine reaches. */
export function demoRoutes(isDemo: boolean): Routes {
  const signIns = isDemo ? DEMO_SIGN_INS.map(({ name, role, personName }) => ({ name, password: DEMO_PASSWORD, role, personName })) : [];
  return (api) => {
    api.get('/api/demo', { config: { access: 'public' }, schema: { response: { 200: Demo } } }, async () => ({ demo: isDemo, signIns }));
  };
}

import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { showLanguage } from './i18n.ts';
import { preferences } from './preferences.ts';
import { queryClient } from './query-client.ts';
import { meQuery } from './session.ts';

const holder = document.getElementById('root');
if (holder === null) throw new Error('index.html has no #root');

// Who is signed in decides the first page; ask while the texts are on their way.
void queryClient.prefetchQuery(meQuery);
// Texts first: a page that shows keys for a moment looks broken.
await showLanguage(preferences().language);
createRoot(holder).render(<App />);

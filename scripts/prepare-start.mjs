// Runs before `npm start`. Plain JavaScript, because it must be readable for the too old Node that it warns of; that is
// also why these two sentences are here and not with the others in src/i18n.
const found = process.versions.node;
if (Number(found.split('.')[0]) < 24) {
  console.error(
    `\n当前 Node 是 ${found}，需要 24 以上。请在项目目录里运行 npm ci（需要允许安装脚本），再用 npm start 启动。` +
      `\nThis is Node ${found}; 24 or newer is needed. Run npm ci in the project directory (install scripts must be allowed), then npm start.\n`,
  );
  process.exit(17);
}
const { prepareWeb } = await import('../src/platform/start-web.ts');
process.exitCode = await prepareWeb();

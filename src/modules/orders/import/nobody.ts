/** Words in a rep column that mean: looked after by nobody. */
export const nobodyWords: readonly string[] = ['未分配', '待分配', '公海', '无业务员', 'unassigned', 'nobody'];

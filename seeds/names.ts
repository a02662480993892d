import type { Random } from './random.ts';

/**
 * Words from which the demo's companies are composed. All of them are our own choice of ordinary words and public
 * place names; a composed name that some real company also bears is chance.
 */
export const REGIONS = [
  { name: '华东', cities: ['苏州', '无锡', '常州', '南通', '宁波', '嘉兴', '绍兴', '台州', '合肥', '芜湖', '昆山', '扬州'] },
  { name: '华南', cities: ['东莞', '佛山', '中山', '惠州', '珠海', '江门', '泉州', '厦门', '南宁', '柳州'] },
  { name: '华北', cities: ['天津', '唐山', '保定', '沧州', '廊坊', '石家庄', '太原', '济南', '潍坊', '德州'] },
  { name: '西南', cities: ['成都', '重庆', '绵阳', '德阳', '宜宾', '贵阳', '遵义', '昆明', '曲靖'] },
] as const;

export const PRODUCT_GROUPS = ['紧固件', '切削刀具', '气动元件', '轴承传动', '焊接耗材', '劳保安防', '电动工具', '润滑化工'] as const;

const FIRST = [...'恒锐盛华鼎安信泰汇宏远嘉联启腾德润诚瑞科凯博正卓创裕金朗'];
const SECOND = [...'达成源川丰泽和辉力业隆邦特克翔通福顺晟强立昌新明宇扬航利'];
const TRADES = [
  '精密机械',
  '汽车零部件',
  '电子科技',
  '模具',
  '自动化设备',
  '五金制品',
  '新能源科技',
  '建筑安装工程',
  '食品机械',
  '钣金',
  '塑胶制品',
  '泵阀',
  '电梯配件',
  '医疗器械',
  '包装机械',
  '环保设备',
  '机电',
  '钢结构',
  '家具',
  '印刷机械',
  '电气',
  '铸造',
  '纺织机械',
  '工具',
] as const;

/** A company name that was not given out before: place, brand, trade, form. */
export function companyName(cities: readonly string[], taken: Set<string>, random: Random): { name: string; city: string } {
  for (;;) {
    const city = random.pick(cities);
    const trade = random.pick(TRADES);
    const roll = random.next();
    const form = roll < 0.82 ? '有限公司' : roll < 0.88 ? '股份有限公司' : roll < 0.95 ? '厂' : '经营部';
    const name = `${city}${random.pick(FIRST)}${random.pick(SECOND)}${trade}${form}`;
    if (taken.has(name)) continue;
    taken.add(name);
    return { name, city };
  }
}

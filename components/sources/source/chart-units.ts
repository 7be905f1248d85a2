'use client';

import { useTranslations } from 'use-intl/react';
import { usePropertyName } from './type-names.ts';

/** Units of variables, by their last name; catalogues say how each is written. */
const units: Readonly<
  Record<string, 'percent' | 'gigabytes' | 'metres' | 'kilocalories' | 'seconds' | 'lux' | 'acceleration'>
> = {
  level: 'percent',
  storage_total: 'gigabytes',
  storage_available: 'gigabytes',
  storage_other: 'gigabytes',
  storage_app: 'gigabytes',
  distance: 'metres',
  elevation: 'metres',
  elevation_climbed: 'metres',
  calories: 'kilocalories',
  active_calories: 'kilocalories',
  total_calories: 'kilocalories',
  soft_activity_duration: 'seconds',
  moderate_activity_duration: 'seconds',
  intense_activity_duration: 'seconds',
  light_level: 'lux',
  x: 'acceleration',
  y: 'acceleration',
  z: 'acceleration',
};
const gigabyte = 1e9;

/** The last name of a path of the codebook: `x` of `sensor_data.x[]`. */
function lastName(path: string): string {
  return (
    path
      .replace(/(\[\])+$/, '')
      .split('.')
      .at(-1) ?? path
  );
}

/** What a variable is called in the reader's language, and its unit; `scale` turns what was sent into the unit. */
export function useVariableWords() {
  const t = useTranslations('passive');
  const propertyName = usePropertyName();
  return (path: string) => {
    const name = lastName(path);
    const unit = Object.hasOwn(units, name) ? units[name] : undefined;
    return {
      label: propertyName(name),
      unit: unit === undefined ? null : t(`units.${unit}`),
      scale: unit === 'gigabytes' ? 1 / gigabyte : 1,
      isPercent: unit === 'percent',
    };
  };
}

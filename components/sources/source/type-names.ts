'use client';

import { useTranslations } from 'use-intl/react';
import type { SourceType } from '#lib/passive/domain/views/view-results.ts';

/** The name of a type in the reader's language; its identifier when nobody gave it one. */
export function useTypeName(): (identifier: string) => string {
  const t = useTranslations('passive');
  return (identifier) => {
    const key = `types.${identifier}`;
    // Types are made by devices: most are not in the catalogue, and one with a dot is no path in it.
    return !identifier.includes('.') && t.has(key as never) ? t(key as never) : identifier;
  };
}

/** The name of a type of a source: in the reader's language, else as a plug-in calls it, else its identifier. */
export function useSourceTypeName(): (type: Pick<SourceType, 'identifier' | 'label'>) => string {
  const typeName = useTypeName();
  return ({ identifier, label }) => {
    const name = typeName(identifier);
    return name === identifier ? (label ?? name) : name;
  };
}

/** The title of a column or line: the name of a member of the points' properties. */
export function usePropertyName(): (path: string) => string {
  const t = useTranslations('passive');
  return (path) => {
    const key = `properties.${path}`;
    return t.has(key as never) ? t(key as never) : path;
  };
}

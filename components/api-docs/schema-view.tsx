import { Box, Code, Group, Text } from '@mantine/core';
import type { SchemaNode } from './api-operation.ts';

const deepest = 6;

interface SchemaViewProps {
  readonly schema: SchemaNode;
  /** Shared schemas by the name that `$ref` ends in. */
  readonly shared: Readonly<Record<string, SchemaNode>>;
  readonly depth?: number;
}

/** A JSON Schema as an indented list of members: name, type, whether it must be there, meaning. */
export function SchemaView({ schema, shared, depth = 0 }: SchemaViewProps) {
  const node = follow(schema, shared);
  const members = Object.entries(membersOf(node, shared));
  if (members.length === 0) return <Code>{typeName(node, shared)}</Code>;
  const required = new Set((node.items ? follow(node.items, shared) : node).required);
  return (
    <Box component="ul" m={0} pl={depth === 0 ? 0 : 'md'} style={{ listStyle: 'none' }}>
      {members.map(([name, member]) => (
        <li key={name}>
          <Group gap={6} wrap="wrap" align="baseline" py={2}>
            <Code>{name}</Code>
            <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
              {typeName(follow(member, shared), shared)}
              {required.has(name) ? ' ∗' : ''}
            </Text>
            {member.description !== undefined && <Text size="xs">{member.description}</Text>}
          </Group>
          {depth < deepest && hasMembers(member, shared) && (
            <SchemaView schema={member} shared={shared} depth={depth + 1} />
          )}
        </li>
      ))}
    </Box>
  );
}

function follow(node: SchemaNode, shared: Readonly<Record<string, SchemaNode>>): SchemaNode {
  const name = node.$ref?.split('/').at(-1);
  return (name === undefined ? undefined : shared[name]) ?? node;
}

function membersOf(
  node: SchemaNode,
  shared: Readonly<Record<string, SchemaNode>>,
): Readonly<Record<string, SchemaNode>> {
  if (node.properties) return node.properties;
  if (node.items) return follow(node.items, shared).properties ?? {};
  const choice = node.anyOf?.map((each) => follow(each, shared)).find((each) => each.properties);
  return choice?.properties ?? {};
}

function hasMembers(node: SchemaNode, shared: Readonly<Record<string, SchemaNode>>): boolean {
  return Object.keys(membersOf(follow(node, shared), shared)).length > 0;
}

function typeName(node: SchemaNode, shared: Readonly<Record<string, SchemaNode>>): string {
  if (node.enum) return node.enum.map((value) => JSON.stringify(value)).join(' | ');
  if (node.const !== undefined) return JSON.stringify(node.const);
  const choices = node.anyOf ?? node.oneOf;
  if (choices) return [...new Set(choices.map((each) => typeName(follow(each, shared), shared)))].join(' | ');
  if (node.items) return `[${typeName(follow(node.items, shared), shared)}]`;
  const type = typeof node.type === 'string' ? node.type : (node.type?.join(' | ') ?? 'any');
  return node.format === undefined ? type : `${type} (${node.format})`;
}

/** JSON Schema (2020-12) as far as the reader looks at it. */
export interface SchemaNode {
  readonly type?: string | readonly string[] | undefined;
  readonly format?: string | undefined;
  readonly description?: string | undefined;
  readonly enum?: readonly unknown[] | undefined;
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, SchemaNode>> | undefined;
  readonly required?: readonly string[] | undefined;
  readonly items?: SchemaNode | undefined;
  readonly anyOf?: readonly SchemaNode[] | undefined;
  readonly oneOf?: readonly SchemaNode[] | undefined;
  readonly $ref?: string | undefined;
}

export interface ApiParameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly description: string;
  readonly schema: SchemaNode;
}

/** One operation as the page shows it. */
export interface ApiOperation {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly description: string;
  readonly parameters: readonly ApiParameter[];
  /** By media type. */
  readonly body: Readonly<Record<string, SchemaNode>>;
  readonly answers: readonly {
    readonly status: string;
    readonly description: string;
    readonly schema: SchemaNode | null;
  }[];
  readonly curl: string;
}

// Prints the CDK's enum members and static constants as JSON: `node constants.js NODE_MODULES/aws-cdk-lib`.
// What only looks like a value (numbers that a compiler gave, tokens) is left out.

'use strict';

const fs = require('node:fs');
const path = require('node:path');
const zlib = require('node:zlib');

const root = path.resolve(process.argv[2]);
const assembly = JSON.parse(zlib.gunzipSync(fs.readFileSync(path.join(root, '.jsii.gz'))));
// Where an object has several strings, these fields are what a template shows of it.
const TELLING = [
  'imageId', 'cachePolicyId', 'originRequestPolicyId', 'responseHeadersPolicyId', 'deploymentConfigName', 'value',
  'name', 'engineType', 'version',
];

function plain(value) {
  return typeof value === 'boolean' || typeof value === 'number' || (typeof value === 'string' && !value.includes('${Token['));
}

function shown(value) {
  if (plain(value)) return value;
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined;
  const texts = Object.entries(value).filter(([, inner]) => typeof inner === 'string');
  const numbers = Object.entries(value).filter(([, inner]) => typeof inner === 'number');
  if (texts.length === 0 && numbers.length === 1) return numbers[0][1];
  const field = texts.length === 1
    ? texts[0]
    : texts.find(([name]) => name.endsWith('FullVersion')) ?? TELLING.map((name) => texts.find(([n]) => n === name)).find(Boolean);
  return field !== undefined && plain(field[1]) ? field[1] : undefined;
}

function members(type, object) {
  if (type.kind === 'enum') {
    const values = type.members.map((member) => object[member.name]);
    // A compiler numbers members that have no value of their own.
    if (values.every((value, index) => value === index)) return [];
    return type.members.map((member) => member.name);
  }
  return (type.properties ?? []).filter((property) => property.static).map((property) => property.name);
}

function place(namespace) {
  return namespace === '' ? 'core' : namespace.replaceAll('.', '/').replaceAll('_', '-');
}

const found = {};
for (const type of Object.values(assembly.types)) {
  if (type.kind !== 'enum' && type.kind !== 'class') continue;
  const namespace = type.namespace ?? '';
  let object;
  try {
    object = require(path.join(root, namespace === '' ? '' : place(namespace)))[type.name];
  } catch {
    continue;
  }
  if (object === undefined) continue;
  const values = {};
  for (const name of members(type, object)) {
    if (name === 'CFN_RESOURCE_TYPE_NAME' || name === 'PROPERTY_INJECTION_ID') continue;
    try {
      const value = shown(object[name]);
      if (value !== undefined) values[name] = value;
    } catch {
      // Some statics only work inside of a program.
    }
  }
  if (Object.keys(values).length > 0) found[`${place(namespace)}.${type.name}`] = values;
}

// The words of instance types are put together by the library; what it makes of each is its value.
const ec2 = require(path.join(root, 'aws-ec2'));
const classes = found['aws-ec2.InstanceClass'];
const sizes = found['aws-ec2.InstanceSize'];
for (const name of Object.keys(classes)) {
  classes[name] = ec2.InstanceType.of(ec2.InstanceClass[name], ec2.InstanceSize.MICRO).toString().split('.')[0];
}
for (const name of Object.keys(sizes)) {
  sizes[name] = ec2.InstanceType.of(ec2.InstanceClass.T3, ec2.InstanceSize[name]).toString().split('.')[1];
}
process.stdout.write(JSON.stringify(found));

// Prints the metrics that the CDK's classes have methods for, as JSON: `node metrics.js NODE_MODULES/aws-cdk-lib`.
// Each method is called on an object whose every attribute is a text that names the attribute.

'use strict';

const fs = require('node:fs');
const path = require('node:path');
const zlib = require('node:zlib');

process.env.JSII_DEPRECATED = 'quiet';
const root = path.resolve(process.argv[2]);
const assembly = JSON.parse(zlib.gunzipSync(fs.readFileSync(path.join(root, '.jsii.gz'))));
const { Metric, MathExpression } = require(path.join(root, 'aws-cloudwatch'));

// Outside of a program there is nothing to attach metrics to.
Metric.prototype.attachTo = function attachTo() {
  return this;
};

function place(namespace) {
  return namespace === '' ? 'core' : namespace.replaceAll('.', '/').replaceAll('_', '-');
}

function method(type, name) {
  for (let current = type; current !== undefined; current = assembly.types[current.base]) {
    const found = (current.methods ?? []).find((m) => m.name === name);
    if (found !== undefined) return found;
  }
  return undefined;
}

// A text for something that an object of the library would have: where it is found from the object.
function named(where) {
  return new Proxy(function nothing() {}, {
    get(_, name) {
      if (name === Symbol.toPrimitive || name === 'toString' || name === 'toJSON') return () => where;
      if (typeof name === 'symbol') return undefined;
      // Whoever walks along names would never come to an end.
      if (where.split('.').length > 3) throw new Error(where);
      return named(`${where}.${name}`);
    },
    apply: (_, __, given) => {
      // Metrics that another object makes: all is known of them but whose they are.
      if (where.endsWith('.metric')) return new Metric({ namespace: '?', metricName: given[0], ...given[1] });
      // There is no context, and nobody else in the tree.
      if (where.endsWith('.tryGetContext') || where.endsWith('.tryFindChild')) return undefined;
      throw new Error(where);
    },
  });
}

function stand(prototype) {
  return new Proxy(Object.create(prototype), {
    get(target, name) {
      if (typeof name === 'symbol' || name === 'constructor') return target[name];
      for (let owner = prototype; owner !== null; owner = Object.getPrototypeOf(owner)) {
        const own = Object.getOwnPropertyDescriptor(owner, name);
        if (own !== undefined && typeof own.value === 'function') return own.value;
      }
      return name.startsWith('publish') ? true : named(`$.${name}`);
    },
  });
}

function shown(metric) {
  if (metric instanceof MathExpression) {
    const inner = {};
    for (const [name, used] of Object.entries(metric.usingMetrics)) inner[name] = shown(used);
    const label = metric.label === undefined ? {} : { label: metric.label };
    return { expression: metric.expression, using: inner, ...label };
  }
  if (!(metric instanceof Metric)) return undefined;
  const found = { namespace: metric.namespace, name: metric.metricName, statistic: metric.statistic };
  if (typeof metric.dimensions === 'object') found.dimensions = metric.dimensions;
  if (metric.unit !== undefined) found.unit = metric.unit;
  if (metric.period.toSeconds() !== 300) found.period = metric.period.toSeconds();
  return found;
}

function called(run) {
  try {
    return shown(run());
  } catch {
    // Some need more than names.
    return undefined;
  }
}

const found = {};

// Balancers and their targets keep their metrics in an object beside them.
const { App, Stack } = require(root);
const balancing = require(path.join(root, 'aws-elasticloadbalancingv2'));
const stack = new Stack(new App(), 'Stack');
const arn = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:';
const group = { targetGroupArn: `${arn}targetgroup/a/b`, loadBalancerArns: `${arn}loadbalancer/app/a/b` };
const balancer = { loadBalancerArn: `${arn}loadbalancer/app/a/b`, securityGroupId: 'sg-1' };
const beside = {
  ApplicationLoadBalancer: balancing.ApplicationLoadBalancer.fromApplicationLoadBalancerAttributes(stack, 'A', balancer),
  NetworkLoadBalancer: balancing.NetworkLoadBalancer.fromNetworkLoadBalancerAttributes(stack, 'N', balancer),
  ApplicationTargetGroup: balancing.ApplicationTargetGroup.fromTargetGroupAttributes(stack, 'T', group),
  NetworkTargetGroup: balancing.NetworkTargetGroup.fromTargetGroupAttributes(stack, 'G', group),
};
for (const [name, imported] of Object.entries(beside)) {
  const { prototype } = imported.metrics.constructor;
  const metrics = {};
  for (const each of Object.getOwnPropertyNames(prototype)) {
    const result = each === 'constructor' ? undefined : called(() => stand(prototype)[each](...(each === 'custom' ? ['$metricName'] : each.startsWith('http') ? ['$code'] : [])));
    if (result !== undefined) metrics[each] = result;
  }
  found[`aws-elasticloadbalancingv2.${name}`] = metrics;
}

for (const type of Object.values(assembly.types)) {
  if (type.kind !== 'class' || type.abstract) continue;
  const namespace = type.namespace ?? '';
  let object;
  try {
    object = require(path.join(root, namespace === '' ? '' : place(namespace)))[type.name];
  } catch {
    continue;
  }
  if (object === undefined) continue;
  const metrics = {};
  const names = new Set();
  for (let current = type; current !== undefined; current = assembly.types[current.base]) {
    for (const each of current.methods ?? []) if (each.name.startsWith('metric')) names.add(each.name);
  }
  for (const name of [...names].sort()) {
    const { static: alone, parameters = [] } = method(type, name);
    // What is asked for by name is the caller's to know.
    const first = parameters[0]?.name === 'props' ? [] : [`$${parameters[0]?.name}`];
    const result = called(() => (alone ? object[name](...first) : stand(object.prototype)[name](...first)));
    if (result !== undefined) metrics[name] = result;
  }
  const key = `${place(namespace)}.${type.name}`;
  if (Object.keys(metrics).length > 0) found[key] = { ...metrics, ...found[key] };
}
process.stdout.write(JSON.stringify(found));

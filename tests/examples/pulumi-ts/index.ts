import * as pulumi from '@pulumi/pulumi';
import { Booking } from './components/booking';
import { Logging } from './components/logging';
import { Messages } from './components/messages';
import { Network } from './components/network';
import { Records } from './components/records';

const config = new pulumi.Config();
const environmentSuffix = config.get('environmentSuffix') ?? pulumi.getStack();

const tags = {
  Application: 'clinic-booking',
  Environment: environmentSuffix,
  Repository: 'clinic/booking-infrastructure',
};

const network = new Network('network', {
  environmentSuffix,
  cidr: '10.64.0.0/16',
  availabilityZones: ['eu-west-2a', 'eu-west-2b'],
  tags,
});
const logging = new Logging('logging', { environmentSuffix, tags });
const records = new Records('records', { environmentSuffix, tags });
const booking = new Booking('booking', {
  environmentSuffix,
  tags,
  network,
  logging,
  image: config.get('image') ?? 'docker.io/clinic/booking:stable',
});
new Messages('messages', {
  environmentSuffix,
  tags,
  network,
  loadBalancer: booking.loadBalancer,
  image: 'docker.io/clinic/sender:4.1',
  token: config.getSecret('gatewayToken') ?? '',
});

export const vpcId = network.vpc.id;
export const url = pulumi.interpolate`https://${booking.loadBalancer.dnsName}/`;
export const reminders = records.reminders.url;

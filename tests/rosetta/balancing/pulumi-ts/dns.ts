import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface Certificate {
  zone: aws.route53.Zone;
  certificateArn: pulumi.Output<string>;
}

export function createCertificate(domain: string): Certificate {
  const zone = new aws.route53.Zone('zone', { name: domain });
  const certificate = new aws.acm.Certificate('certificate', {
    domainName: `shop.${domain}`,
    validationMethod: 'DNS',
  });
  const record = new aws.route53.Record('validation-record', {
    zoneId: zone.zoneId,
    name: certificate.domainValidationOptions[0].resourceRecordName,
    type: certificate.domainValidationOptions[0].resourceRecordType,
    records: [certificate.domainValidationOptions[0].resourceRecordValue],
    ttl: 60,
  });
  const validation = new aws.acm.CertificateValidation('certificate-validation', {
    certificateArn: certificate.arn,
    validationRecordFqdns: [record.fqdn],
  });
  return { zone, certificateArn: validation.certificateArn };
}

export function createAlias(zone: aws.route53.Zone, domain: string, balancer: aws.lb.LoadBalancer): void {
  new aws.route53.Record('alias', {
    zoneId: zone.zoneId,
    name: `shop.${domain}`,
    type: aws.route53.RecordType.A,
    aliases: [{ name: balancer.dnsName, zoneId: balancer.zoneId, evaluateTargetHealth: true }],
  });
}

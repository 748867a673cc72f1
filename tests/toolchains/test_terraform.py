"""The graph of a CDKTF program is what the real library synthesises."""

from __future__ import annotations

from pathlib import Path

import pytest
from realness import Language
from shown_resources import Shown
from terraform_realness import program, terraform_differences, terraform_graph

from stackproof.model.graph import Resource
from toolchains import Program

_TS_STACK = """class Main extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new AwsProvider(this, 'aws', { region: 'eu-west-1' });
    %s
  }
}
const app = new App();
new Main(app, 'main');
app.synth();"""
_PY_STACK = """class Main(TerraformStack):
    def __init__(self, scope: Construct, id: str):
        super().__init__(scope, id)
        AwsProvider(self, "aws", region="eu-west-1")
        %s

app = App()
Main(app, "main")
app.synth()"""

_CASES = {
    "network": (
        """const zones = new DataAwsAvailabilityZones(this, 'zones', { state: 'available' });
        const vpc = new Vpc(this, 'vpc', { cidrBlock: '10.0.0.0/16', enableDnsHostnames: true, tags: { Name: 'main', costCenter: '1' } });
        const gateway = new InternetGateway(this, 'igw', { vpcId: vpc.id });
        const table = new RouteTable(this, 'public', { vpcId: vpc.id, route: [{ cidrBlock: '0.0.0.0/0', gatewayId: gateway.id }] });
        const own = new RouteTable(this, 'private', { vpcId: vpc.id });
        const subnets = ['10.0.0.0/24', '10.0.1.0/24'].map((cidrBlock, i) => {
          const subnet = new Subnet(this, `public-${i}`, {
            vpcId: vpc.id, cidrBlock, mapPublicIpOnLaunch: true, availabilityZone: `\\${element(${zones.fqn}.names, ${i})}` });
          new RouteTableAssociation(this, `public-${i}-table`, { subnetId: subnet.id, routeTableId: table.id });
          return subnet;
        });
        const eip = new Eip(this, 'eip', { domain: 'vpc', dependsOn: [gateway] });
        const nat = new NatGateway(this, 'nat', { subnetId: subnets[0].id, allocationId: eip.id });
        new Route(this, 'egress', { routeTableId: own.id, destinationCidrBlock: '0.0.0.0/0', natGatewayId: nat.id });
        const group = new SecurityGroup(this, 'group', {
          vpcId: vpc.id, namePrefix: 'web-',
          ingress: [{ fromPort: 443, toPort: 443, protocol: 'tcp', cidrBlocks: ['0.0.0.0/0'], ipv6CidrBlocks: ['::/0'] }],
          egress: [{ fromPort: 0, toPort: 0, protocol: '-1', cidrBlocks: ['0.0.0.0/0'], selfAttribute: true }],
        });
        new VpcEndpoint(this, 's3', { vpcId: vpc.id, serviceName: 'com.amazonaws.eu-west-1.s3', routeTableIds: [own.id, table.id] });
        new VpcEndpoint(this, 'logs', { vpcId: vpc.id, serviceName: 'com.amazonaws.eu-west-1.logs', vpcEndpointType: 'Interface',
          privateDnsEnabled: true, subnetIds: subnets.map(s => s.id), securityGroupIds: [group.id] });""",
        """zones = DataAwsAvailabilityZones(self, "zones", state="available")
        vpc = Vpc(self, "vpc", cidr_block="10.0.0.0/16", enable_dns_hostnames=True, tags={"Name": "main", "costCenter": "1"})
        gateway = InternetGateway(self, "igw", vpc_id=vpc.id)
        table = RouteTable(self, "public", vpc_id=vpc.id, route=[RouteTableRoute(cidr_block="0.0.0.0/0", gateway_id=gateway.id)])
        own = RouteTable(self, "private", vpc_id=vpc.id)
        subnets = []
        for i, block in enumerate(["10.0.0.0/24", "10.0.1.0/24"]):
            subnet = Subnet(self, f"public-{i}", vpc_id=vpc.id, cidr_block=block, map_public_ip_on_launch=True,
                            availability_zone=Fn.element(zones.names, i))
            RouteTableAssociation(self, f"public-{i}-table", subnet_id=subnet.id, route_table_id=table.id)
            subnets.append(subnet)
        eip = Eip(self, "eip", domain="vpc", depends_on=[gateway])
        nat = NatGateway(self, "nat", subnet_id=subnets[0].id, allocation_id=eip.id)
        Route(self, "egress", route_table_id=own.id, destination_cidr_block="0.0.0.0/0", nat_gateway_id=nat.id)
        group = SecurityGroup(self, "group", vpc_id=vpc.id, name_prefix="web-",
            ingress=[SecurityGroupIngress(from_port=443, to_port=443, protocol="tcp", cidr_blocks=["0.0.0.0/0"], ipv6_cidr_blocks=["::/0"])],
            egress=[SecurityGroupEgress(from_port=0, to_port=0, protocol="-1", cidr_blocks=["0.0.0.0/0"], self_attribute=True)])
        VpcEndpoint(self, "s3", vpc_id=vpc.id, service_name="com.amazonaws.eu-west-1.s3", route_table_ids=[own.id, table.id])
        VpcEndpoint(self, "logs", vpc_id=vpc.id, service_name="com.amazonaws.eu-west-1.logs", vpc_endpoint_type="Interface",
            private_dns_enabled=True, subnet_ids=[s.id for s in subnets], security_group_ids=[group.id])""",
    ),
    "service": (
        """const logs = new CloudwatchLogGroup(this, 'logs', { name: '/ecs/web', retentionInDays: 30 });
        const role = new IamRole(this, 'execution', { name: 'execution', assumeRolePolicy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' }] }) });
        new IamRolePolicyAttachment(this, 'pull', { role: role.name,
          policyArn: 'arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy' });
        const cluster = new EcsCluster(this, 'cluster', { name: 'web', setting: [{ name: 'containerInsights', value: 'enabled' }] });
        const task = new EcsTaskDefinition(this, 'task', {
          family: 'web', cpu: '256', memory: '512', networkMode: 'awsvpc', requiresCompatibilities: ['FARGATE'],
          executionRoleArn: role.arn, runtimePlatform: { cpuArchitecture: 'ARM64', operatingSystemFamily: 'LINUX' },
          containerDefinitions: JSON.stringify([{
            name: 'web', image: 'public.ecr.aws/example/web:1', essential: true, portMappings: [{ containerPort: 80 }],
            logConfiguration: { logDriver: 'awslogs', options: {
              'awslogs-group': logs.name, 'awslogs-region': 'eu-west-1', 'awslogs-stream-prefix': 'web' } },
          }]),
        });
        const balancer = new Lb(this, 'lb', { name: 'web', internal: false, loadBalancerType: 'application',
          subnets: ['subnet-1', 'subnet-2'], accessLogs: { bucket: 'logs', enabled: true } });
        const group = new LbTargetGroup(this, 'targets', { port: 80, protocol: 'HTTP', targetType: 'ip', vpcId: 'vpc-1',
          healthCheck: { path: '/health', matcher: '200-299' } });
        const listener = new LbListener(this, 'https', { loadBalancerArn: balancer.arn, port: 443, protocol: 'HTTPS',
          certificateArn: 'arn:aws:acm:eu-west-1:123456789012:certificate/x', sslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
          defaultAction: [{ type: 'forward', targetGroupArn: group.arn }] });
        new LbListener(this, 'http', { loadBalancerArn: balancer.arn, port: 80, protocol: 'HTTP',
          defaultAction: [{ type: 'redirect', redirect: { port: '443', protocol: 'HTTPS', statusCode: 'HTTP_301' } }] });
        const service = new EcsService(this, 'service', { name: 'web', cluster: cluster.id, taskDefinition: task.arn, desiredCount: 2,
          launchType: 'FARGATE', networkConfiguration: { subnets: ['subnet-1'], assignPublicIp: false },
          loadBalancer: [{ targetGroupArn: group.arn, containerName: 'web', containerPort: 80 }], dependsOn: [listener] });
        const target = new AppautoscalingTarget(this, 'target', { maxCapacity: 4, minCapacity: 1,
          resourceId: `service/${cluster.name}/${service.name}`, scalableDimension: 'ecs:service:DesiredCount', serviceNamespace: 'ecs' });
        new AppautoscalingPolicy(this, 'cpu', { name: 'cpu', policyType: 'TargetTrackingScaling', resourceId: target.resourceId,
          scalableDimension: target.scalableDimension, serviceNamespace: target.serviceNamespace,
          targetTrackingScalingPolicyConfiguration: { targetValue: 60,
            predefinedMetricSpecification: { predefinedMetricType: 'ECSServiceAverageCPUUtilization' } } });""",
        """logs = CloudwatchLogGroup(self, "logs", name="/ecs/web", retention_in_days=30)
        role = IamRole(self, "execution", name="execution", assume_role_policy=json.dumps({
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Principal": {"Service": "ecs-tasks.amazonaws.com"}, "Action": "sts:AssumeRole"}]}))
        IamRolePolicyAttachment(self, "pull", role=role.name,
            policy_arn="arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy")
        cluster = EcsCluster(self, "cluster", name="web", setting=[EcsClusterSetting(name="containerInsights", value="enabled")])
        task = EcsTaskDefinition(self, "task", family="web", cpu="256", memory="512", network_mode="awsvpc",
            requires_compatibilities=["FARGATE"], execution_role_arn=role.arn,
            runtime_platform=EcsTaskDefinitionRuntimePlatform(cpu_architecture="ARM64", operating_system_family="LINUX"),
            container_definitions=json.dumps([{
                "name": "web", "image": "public.ecr.aws/example/web:1", "essential": True, "portMappings": [{"containerPort": 80}],
                "logConfiguration": {"logDriver": "awslogs", "options": {
                    "awslogs-group": logs.name, "awslogs-region": "eu-west-1", "awslogs-stream-prefix": "web"}}}]))
        balancer = Lb(self, "lb", name="web", internal=False, load_balancer_type="application",
            subnets=["subnet-1", "subnet-2"], access_logs=LbAccessLogs(bucket="logs", enabled=True))
        group = LbTargetGroup(self, "targets", port=80, protocol="HTTP", target_type="ip", vpc_id="vpc-1",
            health_check=LbTargetGroupHealthCheck(path="/health", matcher="200-299"))
        listener = LbListener(self, "https", load_balancer_arn=balancer.arn, port=443, protocol="HTTPS",
            certificate_arn="arn:aws:acm:eu-west-1:123456789012:certificate/x", ssl_policy="ELBSecurityPolicy-TLS13-1-2-2021-06",
            default_action=[LbListenerDefaultAction(type="forward", target_group_arn=group.arn)])
        LbListener(self, "http", load_balancer_arn=balancer.arn, port=80, protocol="HTTP", default_action=[
            LbListenerDefaultAction(type="redirect",
                redirect=LbListenerDefaultActionRedirect(port="443", protocol="HTTPS", status_code="HTTP_301"))])
        service = EcsService(self, "service", name="web", cluster=cluster.id, task_definition=task.arn, desired_count=2,
            launch_type="FARGATE",
            network_configuration=EcsServiceNetworkConfiguration(subnets=["subnet-1"], assign_public_ip=False),
            load_balancer=[EcsServiceLoadBalancer(target_group_arn=group.arn, container_name="web", container_port=80)],
            depends_on=[listener])
        target = AppautoscalingTarget(self, "target", max_capacity=4, min_capacity=1,
            resource_id=f"service/{cluster.name}/{service.name}", scalable_dimension="ecs:service:DesiredCount", service_namespace="ecs")
        AppautoscalingPolicy(self, "cpu", name="cpu", policy_type="TargetTrackingScaling", resource_id=target.resource_id,
            scalable_dimension=target.scalable_dimension, service_namespace=target.service_namespace,
            target_tracking_scaling_policy_configuration=AppautoscalingPolicyTargetTrackingScalingPolicyConfiguration(target_value=60,
                predefined_metric_specification=AppautoscalingPolicyTargetTrackingScalingPolicyConfigurationPredefinedMetricSpecification(
                    predefined_metric_type="ECSServiceAverageCPUUtilization")))""",
    ),
    "storage": (
        """const key = new KmsKey(this, 'key', { enableKeyRotation: true, deletionWindowInDays: 7 });
        new KmsAlias(this, 'alias', { name: 'alias/data', targetKeyId: key.keyId });
        const bucket = new S3Bucket(this, 'data', { bucket: 'data', forceDestroy: false, tags: { Env: 'prod' } });
        new S3BucketVersioningA(this, 'versions', { bucket: bucket.id, versioningConfiguration: { status: 'Enabled' } });
        new S3BucketPublicAccessBlock(this, 'private', { bucket: bucket.id, blockPublicAcls: true, blockPublicPolicy: true,
          ignorePublicAcls: true, restrictPublicBuckets: true });
        new S3BucketServerSideEncryptionConfigurationA(this, 'encrypted', { bucket: bucket.bucket, rule: [{
          applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: key.arn }, bucketKeyEnabled: true }] });
        new S3BucketLifecycleConfiguration(this, 'old', { bucket: bucket.id, rule: [{ id: 'old', status: 'Enabled',
          expiration: [{ days: 90 }], noncurrentVersionExpiration: [{ noncurrentDays: 30 }] }] });
        const document = new DataAwsIamPolicyDocument(this, 'document', { statement: [{
          sid: 'TlsOnly', effect: 'Deny', actions: ['s3:*'], resources: [bucket.arn, `${bucket.arn}/*`],
          principals: [{ type: '*', identifiers: ['*'] }],
          condition: [{ test: 'Bool', variable: 'aws:SecureTransport', values: ['false'] }] }] });
        new S3BucketPolicy(this, 'policy', { bucket: bucket.id, policy: document.json });
        new DynamodbTable(this, 'table', { name: 'table', billingMode: 'PAY_PER_REQUEST', hashKey: 'pk',
          attribute: [{ name: 'pk', type: 'S' }], pointInTimeRecovery: { enabled: true }, serverSideEncryption: { enabled: true, kmsKeyArn: key.arn } });""",
        """key = KmsKey(self, "key", enable_key_rotation=True, deletion_window_in_days=7)
        KmsAlias(self, "alias", name="alias/data", target_key_id=key.key_id)
        bucket = S3Bucket(self, "data", bucket="data", force_destroy=False, tags={"Env": "prod"})
        S3BucketVersioningA(self, "versions", bucket=bucket.id,
            versioning_configuration=S3BucketVersioningVersioningConfiguration(status="Enabled"))
        S3BucketPublicAccessBlock(self, "private", bucket=bucket.id, block_public_acls=True, block_public_policy=True,
            ignore_public_acls=True, restrict_public_buckets=True)
        S3BucketServerSideEncryptionConfigurationA(self, "encrypted", bucket=bucket.bucket, rule=[
            S3BucketServerSideEncryptionConfigurationRuleA(
                apply_server_side_encryption_by_default=S3BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultA(
                    sse_algorithm="aws:kms", kms_master_key_id=key.arn), bucket_key_enabled=True)])
        S3BucketLifecycleConfiguration(self, "old", bucket=bucket.id, rule=[
            S3BucketLifecycleConfigurationRule(id="old", status="Enabled",
                expiration=[S3BucketLifecycleConfigurationRuleExpiration(days=90)],
                noncurrent_version_expiration=[S3BucketLifecycleConfigurationRuleNoncurrentVersionExpiration(noncurrent_days=30)])])
        document = DataAwsIamPolicyDocument(self, "document", statement=[DataAwsIamPolicyDocumentStatement(
            sid="TlsOnly", effect="Deny", actions=["s3:*"], resources=[bucket.arn, f"{bucket.arn}/*"],
            principals=[DataAwsIamPolicyDocumentStatementPrincipals(type="*", identifiers=["*"])],
            condition=[DataAwsIamPolicyDocumentStatementCondition(test="Bool", variable="aws:SecureTransport", values=["false"])])])
        S3BucketPolicy(self, "policy", bucket=bucket.id, policy=document.json)
        DynamodbTable(self, "table", name="table", billing_mode="PAY_PER_REQUEST", hash_key="pk",
            attribute=[DynamodbTableAttribute(name="pk", type="S")],
            point_in_time_recovery=DynamodbTablePointInTimeRecovery(enabled=True),
            server_side_encryption=DynamodbTableServerSideEncryption(enabled=True, kms_key_arn=key.arn))""",
    ),
    "functions": (
        """const role = new IamRole(this, 'role', { name: 'fn', assumeRolePolicy: Fn.jsonencode({
          Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }] }) });
        new IamRolePolicy(this, 'inline', { role: role.id, policy: Token.asString({
          Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['s3:GetObject'], Resource: '*' }] }) });
        const fn = new LambdaFunction(this, 'fn', { functionName: 'fn', role: role.arn, runtime: 'nodejs22.x', handler: 'index.handler',
          filename: 'fn.zip', timeout: 30, memorySize: 256, architectures: ['arm64'], environment: { variables: { TABLE: 'table', logLevel: 'info' } },
          vpcConfig: { subnetIds: ['subnet-1'], securityGroupIds: ['sg-1'] }, deadLetterConfig: { targetArn: 'arn:aws:sqs:eu-west-1:123456789012:dlq' },
          tracingConfig: { mode: 'Active' } });
        new LambdaPermission(this, 'invoke', { action: 'lambda:InvokeFunction', functionName: fn.functionName, principal: 'events.amazonaws.com' });
        const queue = new SqsQueue(this, 'queue', { name: 'queue', visibilityTimeoutSeconds: 60, redrivePolicy: JSON.stringify({
          deadLetterTargetArn: 'arn:aws:sqs:eu-west-1:123456789012:dlq', maxReceiveCount: 3 }) });
        new LambdaEventSourceMapping(this, 'source', { eventSourceArn: queue.arn, functionName: fn.arn, batchSize: 10 });
        const rule = new CloudwatchEventRule(this, 'rule', { scheduleExpression: 'rate(1 hour)' });
        new CloudwatchEventTarget(this, 'target', { rule: rule.name, arn: fn.arn });""",
        """role = IamRole(self, "role", name="fn", assume_role_policy=Fn.jsonencode({
            "Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}))
        IamRolePolicy(self, "inline", role=role.id, policy=Token.as_string({
            "Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": "*"}]}))
        fn = LambdaFunction(self, "fn", function_name="fn", role=role.arn, runtime="nodejs22.x", handler="index.handler",
            filename="fn.zip", timeout=30, memory_size=256, architectures=["arm64"],
            environment=LambdaFunctionEnvironment(variables={"TABLE": "table", "logLevel": "info"}),
            vpc_config=LambdaFunctionVpcConfig(subnet_ids=["subnet-1"], security_group_ids=["sg-1"]),
            dead_letter_config=LambdaFunctionDeadLetterConfig(target_arn="arn:aws:sqs:eu-west-1:123456789012:dlq"),
            tracing_config=LambdaFunctionTracingConfig(mode="Active"))
        LambdaPermission(self, "invoke", action="lambda:InvokeFunction", function_name=fn.function_name, principal="events.amazonaws.com")
        queue = SqsQueue(self, "queue", name="queue", visibility_timeout_seconds=60, redrive_policy=json.dumps({
            "deadLetterTargetArn": "arn:aws:sqs:eu-west-1:123456789012:dlq", "maxReceiveCount": 3}))
        LambdaEventSourceMapping(self, "source", event_source_arn=queue.arn, function_name=fn.arn, batch_size=10)
        rule = CloudwatchEventRule(self, "rule", schedule_expression="rate(1 hour)")
        CloudwatchEventTarget(self, "target", rule=rule.name, arn=fn.arn)""",
    ),
    "loops": (
        """for (const [name, days] of Object.entries({ api: 7, web: 30 })) {
          new CloudwatchLogGroup(this, `${name}-logs`, { name: `/app/${name}`, retentionInDays: days });
        }
        const names = TerraformIterator.fromList(['a', 'b']);
        new SqsQueue(this, 'each', { forEach: names, name: names.value, tags: { Name: names.key } });
        const rules = TerraformIterator.fromList(['80', '443']);
        new SecurityGroup(this, 'group', { name: 'group', ingress: rules.dynamic({
          from_port: '${ingress.value}', to_port: '${ingress.value}', protocol: 'tcp' }) });
        const settings = TerraformIterator.fromMap({ one: { size: 1 }, two: { size: 2 } });
        new SnsTopic(this, 'mapped', { forEach: settings, name: settings.key, displayName: `topic-${settings.getString('size')}` });
        new Eip(this, 'counted', { count: TerraformCount.of(2), domain: 'vpc' });""",
        """for name, days in {"api": 7, "web": 30}.items():
            CloudwatchLogGroup(self, f"{name}-logs", name=f"/app/{name}", retention_in_days=days)
        names = TerraformIterator.from_list(["a", "b"])
        SqsQueue(self, "each", for_each=names, name=Token.as_string(names.value), tags={"Name": Token.as_string(names.key)})
        rules = TerraformIterator.from_list(["80", "443"])
        SecurityGroup(self, "group", name="group", ingress=rules.dynamic({
            "from_port": "${ingress.value}", "to_port": "${ingress.value}", "protocol": "tcp"}))
        settings = TerraformIterator.from_map({"one": {"size": 1}, "two": {"size": 2}})
        SnsTopic(self, "mapped", for_each=settings, name=settings.key, display_name=f"topic-{settings.get_string('size')}")
        Eip(self, "counted", count=TerraformCount.of(2), domain="vpc")""",
    ),
    "overrides": (
        """const bucket = new S3Bucket(this, 'data', { bucket: 'data' });
        bucket.addOverride('tags', { Owner: 'me' });
        bucket.addOverride('tags.Extra', 'x');
        bucket.addOverride('lifecycle.prevent_destroy', true);
        const group = new SecurityGroup(this, 'group', { name: 'group', ingress: [
          { fromPort: 80, toPort: 80, protocol: 'tcp', cidrBlocks: ['10.0.0.0/8'] },
          { fromPort: 22, toPort: 22, protocol: 'tcp', cidrBlocks: ['10.0.0.0/8'] }] });
        group.addOverride('ingress.1.cidr_blocks', ['0.0.0.0/0']);
        group.addOverride('ingress.0.from_port', 8080);
        group.addOverride('description', 'new');
        const service = new EcsService(this, 'service', { name: 'web', networkConfiguration: { subnets: ['subnet-1'] } });
        service.addOverride('network_configuration.assign_public_ip', true);
        service.addOverride('deployment_circuit_breaker', [{ enable: true, rollback: true }]);
        const queue = new SqsQueue(this, 'queue', { name: 'queue', delaySeconds: 5 });
        queue.putTimeouts({ create: '5m' });
        queue.delaySeconds = 10;
        queue.maxMessageSize = 1024;
        queue.resetName();
        const task = new EcsTaskDefinition(this, 'task', { family: 'web', containerDefinitions: JSON.stringify([]) });
        task.putRuntimePlatform({ cpuArchitecture: 'ARM64' });
        task.putVolume([{ name: 'data' }]);""",
        """bucket = S3Bucket(self, "data", bucket="data")
        bucket.add_override("tags", {"Owner": "me"})
        bucket.add_override("tags.Extra", "x")
        bucket.add_override("lifecycle.prevent_destroy", True)
        group = SecurityGroup(self, "group", name="group", ingress=[
            SecurityGroupIngress(from_port=80, to_port=80, protocol="tcp", cidr_blocks=["10.0.0.0/8"]),
            SecurityGroupIngress(from_port=22, to_port=22, protocol="tcp", cidr_blocks=["10.0.0.0/8"])])
        group.add_override("ingress.1.cidr_blocks", ["0.0.0.0/0"])
        group.add_override("ingress.0.from_port", 8080)
        group.add_override("description", "new")
        service = EcsService(self, "service", name="web", network_configuration=EcsServiceNetworkConfiguration(subnets=["subnet-1"]))
        service.add_override("network_configuration.assign_public_ip", True)
        service.add_override("deployment_circuit_breaker", [{"enable": True, "rollback": True}])
        queue = SqsQueue(self, "queue", name="queue", delay_seconds=5)
        queue.put_timeouts(create="5m")
        queue.delay_seconds = 10
        queue.max_message_size = 1024
        queue.reset_name()
        task = EcsTaskDefinition(self, "task", family="web", container_definitions=json.dumps([]))
        task.put_runtime_platform(cpu_architecture="ARM64")
        task.put_volume([EcsTaskDefinitionVolume(name="data")])""",
    ),
    "values": (
        """const size = new TerraformVariable(this, 'size', { type: 'string', default: 't3.micro' });
        const team = new TerraformLocal(this, 'team', 'core');
        const region = new DataAwsRegion(this, 'region');
        const caller = new DataAwsCallerIdentity(this, 'caller');
        const ami = new DataAwsAmi(this, 'ami', { mostRecent: true, owners: ['amazon'], filter: [{ name: 'name', values: ['al2023-*'] }] });
        new Instance(this, 'host', { ami: ami.id, instanceType: size.stringValue, tags: { Region: region.region, Team: 'core' },
          rootBlockDevice: { encrypted: true, volumeSize: 20 }, metadataOptions: { httpTokens: 'required' } });
        new S3Bucket(this, 'data', { bucket: `data-${caller.accountId}-${region.region}`, tags: { Team: team.asString, Also: team.expression } });
        const certificate = new AcmCertificate(this, 'certificate', { domainName: 'example.com', validationMethod: 'DNS' });
        const option = certificate.domainValidationOptions.get(0);
        new Route53Record(this, 'validation', { zoneId: 'Z1', name: option.resourceRecordName, type: option.resourceRecordType,
          records: [option.resourceRecordValue], ttl: 60 });
        new SsmParameter(this, 'parameter', { name: '/x', type: 'String', value: certificate.getStringAttribute('arn') });
        new SsmParameter(this, 'escaped', { name: '/y', type: 'String', value: '${aws_acm_certificate.certificate.arn}' });
        new AwsProvider(this, 'other', { region: 'us-east-1', alias: 'other', defaultTags: [{ tags: { Team: 'core' } }] });
        new S3Backend(this, { bucket: 'state', key: 'main.tfstate', region: 'eu-west-1', encrypt: true });
        new TerraformOutput(this, 'id', { value: caller.accountId });""",
        """size = TerraformVariable(self, "size", type="string", default="t3.micro")
        team = TerraformLocal(self, "team", "core")
        region = DataAwsRegion(self, "region")
        caller = DataAwsCallerIdentity(self, "caller")
        ami = DataAwsAmi(self, "ami", most_recent=True, owners=["amazon"], filter=[DataAwsAmiFilter(name="name", values=["al2023-*"])])
        Instance(self, "host", ami=ami.id, instance_type=size.string_value, tags={"Region": region.region, "Team": "core"},
            root_block_device=InstanceRootBlockDevice(encrypted=True, volume_size=20),
            metadata_options=InstanceMetadataOptions(http_tokens="required"))
        S3Bucket(self, "data", bucket=f"data-{caller.account_id}-{region.region}", tags={"Team": team.as_string})
        certificate = AcmCertificate(self, "certificate", domain_name="example.com", validation_method="DNS")
        option = certificate.domain_validation_options.get(0)
        Route53Record(self, "validation", zone_id="Z1", name=option.resource_record_name, type=option.resource_record_type,
            records=[option.resource_record_value], ttl=60)
        SsmParameter(self, "parameter", name="/x", type="String", value=certificate.get_string_attribute("arn"))
        SsmParameter(self, "escaped", name="/y", type="String", value="${aws_acm_certificate.certificate.arn}")
        AwsProvider(self, "other", region="us-east-1", alias="other", default_tags=[AwsProviderDefaultTags(tags={"Team": "core"})])
        S3Backend(self, bucket="state", key="main.tfstate", region="eu-west-1", encrypt=True)
        TerraformOutput(self, "id", value=caller.account_id)""",
    ),
}
_STACKS = {
    "several": (
        """class Network extends TerraformStack {
  readonly vpc: Vpc;
  readonly subnets: Subnet[];
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new AwsProvider(this, 'aws', { region: 'eu-west-1' });
    this.vpc = new Vpc(this, 'vpc', { cidrBlock: '10.0.0.0/16' });
    this.subnets = [0, 1].map(i => new Subnet(this, `subnet-${i}`, { vpcId: this.vpc.id, cidrBlock: `10.0.${i}.0/24` }));
  }
}
class Group extends Construct {
  readonly group: SecurityGroup;
  constructor(scope: Construct, id: string, vpcId: string) {
    super(scope, id);
    this.group = new SecurityGroup(this, 'group', { name: id, vpcId });
  }
}
class Service extends TerraformStack {
  constructor(scope: Construct, id: string, network: Network) {
    super(scope, id);
    new AwsProvider(this, 'aws', { region: 'eu-west-1' });
    const { group } = new Group(this, 'inner', network.vpc.id);
    new VpcEndpoint(this, 'logs', { vpcId: network.vpc.id, serviceName: 'com.amazonaws.eu-west-1.logs', vpcEndpointType: 'Interface',
      subnetIds: network.subnets.map(s => s.id), securityGroupIds: [group.id] });
    new SsmParameter(this, 'text', { name: '/vpc', type: 'String', value: `vpc ${network.vpc.id} of ${network.vpc.arn}` });
  }
}
const app = new App();
for (const stage of ['dev', 'prod']) {
  new Service(app, `service-${stage}`, new Network(app, `network-${stage}`));
}
app.synth();""",
        """class Network(TerraformStack):
    def __init__(self, scope, id):
        super().__init__(scope, id)
        AwsProvider(self, "aws", region="eu-west-1")
        self.vpc = Vpc(self, "vpc", cidr_block="10.0.0.0/16")
        self.subnets = [Subnet(self, f"subnet-{i}", vpc_id=self.vpc.id, cidr_block=f"10.0.{i}.0/24") for i in range(2)]

class Group(Construct):
    def __init__(self, scope, id, vpc_id):
        super().__init__(scope, id)
        self.group = SecurityGroup(self, "group", name=id, vpc_id=vpc_id)

class Service(TerraformStack):
    def __init__(self, scope, id, network):
        super().__init__(scope, id)
        AwsProvider(self, "aws", region="eu-west-1")
        group = Group(self, "inner", network.vpc.id).group
        VpcEndpoint(self, "logs", vpc_id=network.vpc.id, service_name="com.amazonaws.eu-west-1.logs", vpc_endpoint_type="Interface",
            subnet_ids=[s.id for s in network.subnets], security_group_ids=[group.id])
        SsmParameter(self, "text", name="/vpc", type="String", value=f"vpc {network.vpc.id} of {network.vpc.arn}")

app = App()
for stage in ["dev", "prod"]:
    Service(app, f"service-{stage}", Network(app, f"network-{stage}"))
app.synth()""",
    ),
}
_BODIES = {
    name: (_TS_STACK % pair[0], "import json\n" + _PY_STACK % pair[1]) for name, pair in _CASES.items()
}


@pytest.mark.parametrize("language", ["typescript", "python"])
def test_graphs_are_real(language: Language, tmp_path: Path) -> None:
    assert terraform_differences(_BODIES, language, tmp_path) == {}


def _shown(resources: list[Resource]) -> list[tuple[object, ...]]:
    shown = Shown()
    return [(r.type, r.name, r.many, r.external, shown.arguments(r)) for r in resources]


@pytest.mark.parametrize("language", ["typescript", "python"])
def test_the_library_has_two_names(language: Language, tmp_path: Path) -> None:
    for name, pair in _BODIES.items():
        one = program(name, pair[language == "python"], language)
        [(file, text)] = one.files.items()
        for old, new in (
            ("cdktf_cdktf", "cdktn"),
            ("@cdktf/", "@cdktn/"),
            ("'cdktf'", "'cdktn'"),
            ("from cdktf ", "from cdktn "),
        ):
            text = text.replace(old, new)
        other = Program(name, "cdktf", {file: text})
        assert "cdktf" not in text
        graphs = [terraform_graph(p, tmp_path / side / name) for side, p in (("one", one), ("other", other))]
        assert _shown(graphs[0]) == _shown(graphs[1])

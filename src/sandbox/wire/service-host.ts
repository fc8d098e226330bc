/** What a Host header says about the intended service; unknown fields are absent. */
export interface ServiceHost {
  /** Signing name, for example `s3`. */
  readonly service?: string;
  readonly region?: string;
  /** The bucket of a virtual-hosted S3 address. */
  readonly bucket?: string;
}

const SUFFIXES = [
  'amazonaws.com',
  'amazonaws.com.cn',
  'amazonaws.eu',
  'api.aws',
  'api.amazonwebservices.com.cn',
  'api.amazonwebservices.eu',
  'on.aws',
];
const REGION = /^[a-z]{2,4}(-[a-z]+){1,2}-\d+$/;

/** Host labels before the region whose service signs under another name. Source: botocore 1.43.11 service models. */
const SIGNING_NAMES: Readonly<Record<string, string>> = {
  'a2i-runtime.sagemaker': 'sagemaker',
  'admin.wickr': 'wickr',
  'agreement-marketplace': 'aws-marketplace',
  'api.detective': 'detective',
  'api.ecr': 'ecr',
  'api.ecr-public': 'ecr-public',
  'api.iotdeviceadvisor': 'iotdeviceadvisor',
  'api.iotmanagedintegrations': 'iotmanagedintegrations',
  'api.iotwireless': 'iotwireless',
  'api.mediatailor': 'mediatailor',
  'api.pricing': 'pricing',
  'api.sagemaker': 'sagemaker',
  'api.tunneling.iot': 'IoTSecuredTunneling',
  appconfigdata: 'appconfig',
  appstream2: 'appstream',
  'bedrock-agent': 'bedrock',
  'bedrock-agent-runtime': 'bedrock',
  'bedrock-agentcore-control': 'bedrock-agentcore',
  'bedrock-data-automation': 'bedrock',
  'bedrock-data-automation-runtime': 'bedrock',
  'bedrock-runtime': 'bedrock',
  'cassandra-streams': 'cassandra',
  'catalog.marketplace': 'aws-marketplace',
  cloudhsmv2: 'cloudhsm',
  cloudsearchdomain: 'cloudsearch',
  'contact-lens': 'connect',
  'controlplane.payment-cryptography': 'payment-cryptography',
  'data-ats.iot': 'iotdata',
  'data-signer': 'signer',
  'data.iot': 'iotdata',
  'data.iotevents': 'ioteventsdata',
  'data.jobs.iot': 'iot-jobs-data',
  'data.mediastore': 'mediastore',
  'data.qapps': 'qapps',
  'dataplane.payment-cryptography': 'payment-cryptography',
  'deployment-marketplace': 'aws-marketplace',
  'discovery-marketplace': 'aws-marketplace',
  'edge.sagemaker': 'sagemaker',
  email: 'ses',
  'entitlement.marketplace': 'aws-marketplace',
  'featurestore-runtime.sagemaker': 'sagemaker',
  forecastquery: 'forecast',
  'identity-chime': 'chime',
  'ingest.timestream': 'timestream',
  ivsrealtime: 'ivs',
  'mail-manager': 'ses',
  'media-pipelines-chime': 'chime',
  'meetings-chime': 'chime',
  'memory-db': 'memorydb',
  'messaging-chime': 'chime',
  'metering.marketplace': 'aws-marketplace',
  'metrics.sagemaker': 'sagemaker',
  'migrationhub-config': 'mgh',
  'models-v2-lex': 'lex',
  'models.lex': 'lex',
  oidc: 'sso-oauth',
  'participant.connect': 'execute-api',
  'personalize-events': 'personalize',
  'personalize-runtime': 'personalize',
  pinpoint: 'mobiletargeting',
  'portal.sso': 'awsssoportal',
  'query.timestream': 'timestream',
  queue: 'sqs',
  'reporting-marketplace': 'aws-marketplace',
  'runtime-v2-lex': 'lex',
  'runtime.lex': 'lex',
  'runtime.sagemaker': 'sagemaker',
  'servicecatalog-appregistry': 'servicecatalog',
  'sms-voice.pinpoint': 'sms-voice',
  'streams.dynamodb': 'dynamodb',
  'voice-chime': 'chime',
};

/** The label next to the region in hosts that begin with a resource's id. */
const RESOURCE_SERVICES: Readonly<Record<string, string>> = {
  aoss: 'aoss',
  'appsync-api': 'appsync',
  es: 'es',
  'execute-api': 'execute-api',
  'lambda-url': 'lambda',
  's3-control': 's3',
  's3-outposts': 's3-outposts',
  'vpc-lattice-svcs': 'vpc-lattice-svcs',
};

const S3 = /^(?:(.+)\.)?s3(?:-fips|-accesspoint|-accesspoint-fips)?(?:\.dualstack)?(?:[.-]([a-z]{2,4}(?:-[a-z]+){1,2}-\d+))?$/;

/** Reads a Host header such as `bucket.s3.eu-central-1.amazonaws.com` or `rolesanywhere.us-east-1.amazonaws.com:443`. */
export function readServiceHost(host: string): ServiceHost {
  const name = host.toLowerCase().replace(/:\d+$/, '');
  const suffix = SUFFIXES.filter((candidate) => name.endsWith(`.${candidate}`)).sort((a, b) => b.length - a.length)[0];
  if (suffix === undefined) return {};
  const front = name.slice(0, -suffix.length - 1);
  const s3 = S3.exec(front);
  if (s3) return { service: 's3', region: s3[2] ?? 'us-east-1', ...(s3[1] === undefined ? {} : { bucket: s3[1] }) };

  const labels = front.split('.');
  const at = labels.findLastIndex((label) => REGION.test(label));
  const region = labels[at];
  if (region === undefined) {
    // A service without regional hosts; its signatures are scoped to the region where the partition keeps it.
    return { service: signingName(front), ...(suffix === 'amazonaws.com' ? { region: 'us-east-1' } : {}) };
  }
  // Some services put the region in front of their own name (search-a.us-east-1.es.amazonaws.com).
  const behind = labels.slice(at + 1).join('.');
  if (behind !== '') return { service: signingName(behind), region };
  const before = labels.slice(0, at);
  const resource = own(RESOURCE_SERVICES, before.at(-1) ?? '');
  if (resource !== undefined) return { service: resource, region };
  const prefix = before.join('.');
  // For a name with several labels that is in no table, only the region is known.
  return before.length === 1 || own(SIGNING_NAMES, prefix) !== undefined ? { service: signingName(prefix), region } : { region };
}

function signingName(prefix: string): string {
  const plain = prefix.replace(/-fips$/, '');
  return own(SIGNING_NAMES, plain) ?? plain;
}

/** A host name may have labels that every object has as properties, such as `constructor`. */
function own(table: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

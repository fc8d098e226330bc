/** Operations of the services that requests are most often written for, by endpoint name; other names are legal too. */
export const knownOperations: Readonly<Record<string, string>> = {
  dynamodb:
    'BatchExecuteStatement BatchGetItem BatchWriteItem CreateTable DeleteItem DeleteTable DescribeTable ExecuteStatement GetItem ' +
    'ListTables PutItem Query Scan TransactGetItems TransactWriteItems UpdateItem UpdateTable',
  rekognition:
    'CompareFaces DescribeProjects DetectCustomLabels DetectFaces DetectLabels DetectModerationLabels DetectText IndexFaces ' +
    'ListCollections RecognizeCelebrities SearchFacesByImage StartProjectVersion StopProjectVersion',
  textract:
    'AnalyzeDocument AnalyzeExpense AnalyzeID DetectDocumentText GetDocumentAnalysis GetDocumentTextDetection StartDocumentAnalysis ' +
    'StartDocumentTextDetection',
  translate: 'ListLanguages ListTerminologies StartTextTranslationJob TranslateDocument TranslateText',
  events: 'DescribeEventBus ListEventBuses ListRules ListTargetsByRule PutEvents PutRule PutTargets TestEventPattern',
  sqs: 'CreateQueue DeleteMessage GetQueueAttributes GetQueueUrl ListQueues ReceiveMessage SendMessage SendMessageBatch',
  kms: 'Decrypt DescribeKey Encrypt GenerateDataKey GetPublicKey ListAliases ListKeys Sign Verify',
  secretsmanager: 'CreateSecret DescribeSecret GetSecretValue ListSecrets PutSecretValue RotateSecret',
  ssm: 'DescribeParameters GetParameter GetParameters GetParametersByPath PutParameter SendCommand',
  logs: 'DescribeLogGroups DescribeLogStreams FilterLogEvents GetLogEvents GetQueryResults PutLogEvents StartQuery',
  states: 'DescribeExecution ListExecutions ListStateMachines StartExecution StartSyncExecution StopExecution',
  sts: 'AssumeRole DecodeAuthorizationMessage GetAccessKeyInfo GetCallerIdentity GetFederationToken GetSessionToken',
  sns: 'CreateTopic GetTopicAttributes ListSubscriptions ListSubscriptionsByTopic ListTopics Publish PublishBatch Subscribe Unsubscribe',
  iam: 'GetRole GetUser ListAccessKeys ListAttachedRolePolicies ListRoles ListUsers SimulatePrincipalPolicy',
  ec2: 'DescribeImages DescribeInstances DescribeRegions DescribeSecurityGroups DescribeSubnets DescribeVpcs',
  cloudformation: 'DescribeStackEvents DescribeStacks GetTemplate ListStackResources ListStacks ValidateTemplate',
};

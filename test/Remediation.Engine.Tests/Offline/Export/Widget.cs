using Remediation.Core.Planning;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.NetworkAcls;

namespace Remediation.Engine.Tests.Offline.Export;

/// <summary>A resource of no AWS service, carried as documents.</summary>
internal sealed class Widget : DocumentState
{
    public override DocumentState WithPart(string operation, AwsDocument? part) => throw new NotSupportedException();

    public override OrderedCalls CallsTo(DocumentState desired) => throw new NotSupportedException();

    public override Applied<ResourceState> Apply(ApiCall call) => throw new NotSupportedException();
}

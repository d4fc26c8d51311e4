using System.Text;
using Remediation.Core;
using Remediation.Core.Resources.Documents;

namespace Remediation.Aws.Documents;

/// <summary>How parameters become an HTTP request and what it is answered with becomes a document, or an error, again.</summary>
internal abstract class AwsProtocol
{
    /// <summary>The request, or why there can be none.</summary>
    public abstract ParseResult<HttpCall> ToRequest(string operation, string parametersJson);

    /// <summary>The answer as the AWS CLI shows it. What cannot be read throws, as every parser does.</summary>
    public abstract AwsDocument ToDocument(string operation, HttpAnswer answer);

    /// <summary>What the body of a failed request says, each empty where it says nothing.</summary>
    public abstract ErrorBody ToError(byte[] body);

    protected static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}

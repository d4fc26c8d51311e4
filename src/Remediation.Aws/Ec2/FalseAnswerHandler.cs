using System.Net;
using System.Text;

namespace Remediation.Aws.Ec2;

/// <summary>
/// Makes an error of an answer in which EC2 says with status 200 that a change failed (<c>return</c> is false): the SDK has no word for
/// it in the answers of most calls, and would take it for done. Listings pass through unread, and so does an answer that names the rules
/// that EC2 did not know: those say more.
/// </summary>
internal sealed class FalseAnswerHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private const string Failed = """
        <?xml version="1.0" encoding="UTF-8"?>
        <Response><Errors><Error><Code>RequestFailed</Code><Message>EC2 answered that the request failed</Message></Error></Errors><RequestID>none</RequestID></Response>
        """;

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        var isChange = await IsChangeAsync(request, cancellationToken);
        var response = await base.SendAsync(request, cancellationToken);
        if (!isChange || response.StatusCode != HttpStatusCode.OK)
        {
            return response;
        }
        await response.Content.LoadIntoBufferAsync(cancellationToken);
        var answer = await response.Content.ReadAsStringAsync(cancellationToken);
        if (
            !answer.Contains("<return>false</return>", StringComparison.Ordinal)
            || answer.Contains("<unknownIpPermissionSet>", StringComparison.Ordinal)
        )
        {
            return response;
        }
        response.Dispose();
        return new(HttpStatusCode.BadRequest)
        {
            RequestMessage = request,
            Content = new StringContent(Failed, Encoding.UTF8, "text/xml"),
        };
    }

    private static async Task<bool> IsChangeAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is null)
        {
            return false;
        }
        var form = await request.Content.ReadAsStringAsync(cancellationToken);
        return !form.Contains("Action=Describe", StringComparison.Ordinal)
            && !form.Contains("Action=Get", StringComparison.Ordinal);
    }
}

using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Remediation.Lambda.Tests.EndToEnd;

/// <summary>
/// Requests of AWS's JSON protocols, signed, for the services that the product does not speak to itself.
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html.
/// </summary>
internal sealed class SignedRequests(Uri endpoint, string accessKeyId, string secretAccessKey) : IDisposable
{
    private const string Region = "us-east-1";
    private readonly HttpClient _http = new();

    public async Task<JsonElement> SendAsync(string service, string version, string target, object parameters)
    {
        var body = JsonSerializer.Serialize(parameters);
        var type = $"application/x-amz-json-{version}";
        var time = DateTime.UtcNow.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint);
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        request.Headers.Add("X-Amz-Date", time);
        request.Headers.Add("X-Amz-Target", target);
        var headers = $"content-type:{type}\nhost:{endpoint.Authority}\nx-amz-date:{time}\nx-amz-target:{target}\n";
        const string signed = "content-type;host;x-amz-date;x-amz-target";
        var canonical = $"POST\n/\n\n{headers}\n{signed}\n{Hash(body)}";
        var scope = $"{time[..8]}/{Region}/{service}/aws4_request";
        var key = Hmac(
            Hmac(Hmac(Hmac(Encoding.UTF8.GetBytes("AWS4" + secretAccessKey), time[..8]), Region), service),
            "aws4_request"
        );
        var signature = Convert.ToHexStringLower(Hmac(key, $"AWS4-HMAC-SHA256\n{time}\n{scope}\n{Hash(canonical)}"));
        request.Headers.TryAddWithoutValidation(
            "Authorization",
            $"AWS4-HMAC-SHA256 Credential={accessKeyId}/{scope}, SignedHeaders={signed}, Signature={signature}"
        );
        using var response = await _http.SendAsync(request);
        var answer = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{target}: {(int)response.StatusCode} {answer}");
        using var document = JsonDocument.Parse(answer.Length == 0 ? "{}" : answer);
        return document.RootElement.Clone();
    }

    public void Dispose() => _http.Dispose();

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static byte[] Hmac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));
}

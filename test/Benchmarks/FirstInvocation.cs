using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Remediation.Benchmarks;

/// <summary>A Lambda Runtime API with one invocation to hand out: the time from the start of the process until that is answered.</summary>
internal static class FirstInvocation
{
    // Forwarded, parsed, held against the policy, and found to have changed nothing: no call to AWS is part of the figure.
    private const string Payload = """
        {"Records":[{"messageId":"m-1","eventSource":"aws:sqs","body":"{\"version\":\"0\",\"id\":\"e-1\",\"detail-type\":\"AWS API Call via CloudTrail\",\"source\":\"aws.ec2\",\"account\":\"123456789012\",\"time\":\"2026-11-20T10:00:00Z\",\"region\":\"us-east-1\",\"resources\":[],\"detail\":{\"eventVersion\":\"1.11\",\"userIdentity\":{\"type\":\"IAMUser\",\"arn\":\"arn:aws:iam::123456789012:user/alice\",\"userName\":\"alice\"},\"eventTime\":\"2026-11-20T10:00:00Z\",\"eventSource\":\"ec2.amazonaws.com\",\"eventName\":\"DescribeSecurityGroups\",\"awsRegion\":\"us-east-1\",\"readOnly\":true,\"requestParameters\":{},\"responseElements\":null}}"}]}
        """;

    /// <summary>Milliseconds until the answer, and the most memory that the process had used until then.</summary>
    public static async Task<(double Milliseconds, double PeakMegabytes)> MeasureAsync(string program)
    {
        using var listener = Listen(out var endpoint);
        var start = new ProcessStartInfo(program) { UseShellExecute = false, RedirectStandardOutput = true };
        start.Environment["AWS_LAMBDA_RUNTIME_API"] = endpoint;
        start.Environment["AWS_REGION"] = "us-east-1";
        var begin = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        await HandOutAsync(await listener.GetContextAsync());
        var answer = await listener.GetContextAsync();
        var milliseconds = Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
        var peak = PeakMemory.MegabytesOf(process.Id);
        using var body = new StreamReader(answer.Request.InputStream);
        var text = await body.ReadToEndAsync();
        process.Kill();
        await process.WaitForExitAsync();
        return
            answer.Request.Url!.AbsolutePath.EndsWith("/response", StringComparison.Ordinal)
            && text == """{"batchItemFailures":[]}"""
            ? (milliseconds, peak)
            : throw new InvalidOperationException($"{program} answered {answer.Request.Url.AbsolutePath}: {text}");
    }

    /// <summary>Milliseconds until a program without anything to do has ended.</summary>
    public static async Task<double> ExitAsync(string program)
    {
        var begin = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo(program) { UseShellExecute = false })!;
        await process.WaitForExitAsync();
        return Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
    }

    private static HttpListener Listen(out string endpoint)
    {
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            endpoint = $"127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}";
        }
        var listener = new HttpListener { Prefixes = { $"http://{endpoint}/" } };
        listener.Start();
        return listener;
    }

    private static async Task HandOutAsync(HttpListenerContext context)
    {
        var response = context.Response;
        response.AddHeader("Lambda-Runtime-Aws-Request-Id", "r-1");
        response.AddHeader(
            "Lambda-Runtime-Deadline-Ms",
            $"{DateTimeOffset.UtcNow.AddMinutes(1).ToUnixTimeMilliseconds()}"
        );
        response.AddHeader(
            "Lambda-Runtime-Invoked-Function-Arn",
            "arn:aws:lambda:us-east-1:123456789012:function:remediation"
        );
        await response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(Payload));
        response.Close();
    }
}

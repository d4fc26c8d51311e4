using System.Collections;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Amazon.Lambda.CloudWatchEvents;
using Amazon.Lambda.Core;
using Amazon.Lambda.RuntimeSupport;
using Amazon.Lambda.Serialization.SystemTextJson;
using Remediation.Lambda.Hosting;

namespace Remediation.Lambda;

/// <summary>
/// The same handler on Amazon's packages, built with <c>-p:LambdaHost=amazon</c>: their bootstrap speaks the Runtime API in the
/// place of this product's own. There is no other difference.
/// </summary>
public static partial class AmazonProgram
{
    private static readonly SourceGeneratorLambdaJsonSerializer<AmazonJson> Serializer = new();

    // Made once, before the first invocation.
    private static readonly Lazy<Task<InvocationHandler>> Handler = new(CreateAsync);

    public static async Task Main()
    {
        using var stop = new CancellationTokenSource();
        // Lambda ends an environment with SIGTERM: what is in hand is finished first.
        using var terminate = PosixSignalRegistration.Create(
            PosixSignal.SIGTERM,
            context =>
            {
                context.Cancel = true;
                stop.Cancel();
            }
        );
        using var bootstrap = LambdaBootstrapBuilder
            .Create<JsonElement, JsonElement>(HandleAsync, Serializer)
            .UseBootstrapHandler(InitializeAsync)
            .Build();
        await bootstrap.RunAsync(stop.Token);
    }

    /// <summary>Whatever comes: a batch of the queue, an event of the bus, a request by hand.</summary>
    public static async Task<JsonElement> HandleAsync(JsonElement payload, ILambdaContext context)
    {
        var handler = await Handler.Value;
        // Shortly before Lambda would end it, as the other host does.
        using var deadline = new CancellationTokenSource(
            context.RemainingTime > RuntimeLoop.SafetyMargin
                ? context.RemainingTime - RuntimeLoop.SafetyMargin
                : TimeSpan.Zero
        );
        var invocation = new Invocation
        {
            RequestId = context.AwsRequestId,
            FunctionArn = context.InvokedFunctionArn,
            TraceId = context.TraceId,
            Deadline = TimeProvider.System.GetUtcNow() + context.RemainingTime,
            Payload = JsonSerializer.SerializeToUtf8Bytes(payload, AmazonJson.Default.JsonElement),
        };
        var answer = await handler(invocation, deadline.Token);
        using var document = JsonDocument.Parse(answer);
        return document.RootElement.Clone();
    }

    /// <summary>One event of the bus, typed: the entry for the Lambda Test Tool, and for a rule that invokes the function itself.</summary>
    public static Task<JsonElement> HandleEventAsync(CloudWatchEvent<JsonElement> change, ILambdaContext context) =>
        HandleAsync(JsonSerializer.SerializeToElement(change, AmazonJson.Default.CloudWatchEventJsonElement), context);

    // What it fails with, the bootstrap tells Lambda as the reason why the function does not start.
    private static async Task<bool> InitializeAsync()
    {
        await Handler.Value;
        return true;
    }

    private static async Task<InvocationHandler> CreateAsync()
    {
        var environment = Environment
            .GetEnvironmentVariables()
            .Cast<DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!, StringComparer.Ordinal);
        var created = await FunctionHandler.CreateAsync(environment, TimeProvider.System, Console.Out);
        return created.TryGet(out var handler, out var error) ? handler : throw new InvalidOperationException(error);
    }

    /// <summary>What is written and read as JSON, known at compile time. EventBridge writes members in camel case.</summary>
    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
    [JsonSerializable(typeof(JsonElement))]
    [JsonSerializable(typeof(CloudWatchEvent<JsonElement>))]
    internal sealed partial class AmazonJson : JsonSerializerContext;
}

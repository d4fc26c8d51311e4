using System.Text.Json;
using Remediation.Core.Policies;
using Remediation.Engine.PolicyDocuments;
using Remediation.Lambda.Hosting;
using Remediation.Lambda.Telemetry;
using Remediation.Lambda.Tests.Telemetry;
using Remediation.Testing;

namespace Remediation.Lambda.Tests;

public sealed class PolicyBoundHandlerTests : IPolicyDocument, IDisposable
{
    private const string Good = "version: 1\n";
    private const string Bad = "version: 1\nmode: enforse\n";

    private readonly StringWriter _log = new();
    private readonly VirtualTime _time = new();
    private readonly List<Policy> _composed = [];
    private string _text = Good;
    private PolicyBoundHandler? _handler;

    public string Uri => "s3://policies/policy.yaml";

    [Fact]
    public async Task Handle_SamePolicy_ComposesOnceAndTellsOnce()
    {
        await HandleAsync();
        await HandleAsync();

        Assert.Single(_composed);
        Assert.Single(Lines("policy"));
        Assert.All(Lines("metrics"), line => Assert.Equal(0, line.GetProperty("PolicyInvalid").GetInt32()));
    }

    [Fact]
    public async Task Handle_BadUpload_KeepsTheHandlerRaisesTheMetricAndSaysWhere()
    {
        await HandleAsync();
        _text = Bad;
        await HandleAsync();
        await HandleAsync();

        Assert.Single(_composed);
        Assert.Equal([0, 1, 1], Lines("metrics").Select(line => line.GetProperty("PolicyInvalid").GetInt32()));
        var fault = Assert.Single(Lines("policy"), line => line.GetProperty("level").GetString() == "ERROR");
        Assert.Contains("policy.yaml(2,7)", fault.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Contains(
            "last valid policy stays in force",
            fault.GetProperty("reason").GetString(),
            StringComparison.Ordinal
        );
        var place = fault.GetProperty("faults")[0];
        Assert.Equal((2, 7), (place.GetProperty("line").GetInt32(), place.GetProperty("column").GetInt32()));
        Assert.Contains("enforse", place.GetProperty("what").GetString(), StringComparison.Ordinal);
        Assert.NotEqual("", place.GetProperty("right").GetString());
        Assert.Equal(64, fault.GetProperty("inForce").GetProperty("sha256").GetString()!.Length);
    }

    [Fact]
    public async Task Handle_NewPolicy_ComposesAnew()
    {
        await HandleAsync();
        _text = Good + "mode: enforce\n";
        await HandleAsync();

        Assert.Equal([EnforcementMode.Observe, EnforcementMode.Enforce], _composed.Select(policy => policy.Mode));
        Assert.Equal(2, Lines("policy").Count);
    }

    [Fact]
    public async Task Handle_Metric_IsWithinTheSpecification()
    {
        await HandleAsync();

        Assert.Empty(EmfSpecification.Problems(Lines("metrics").Single().GetRawText()));
    }

    public void Dispose() => _log.Dispose();

    public ValueTask<PolicyRead> ReadAsync(string? knownVersion, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_text == knownVersion ? PolicyRead.Unchanged(_text) : PolicyRead.Of(_text, _text));

    private async Task HandleAsync()
    {
        if (_handler is null)
        {
            var opened = await PolicyWatch.OpenAsync(this, null, Load, _time, CancellationToken.None);
            _handler = new(opened.Value, Compose, new(_log, _time), new("remediation", "", _log), _time);
        }
        _time.Advance(PolicyWatch.Staleness);
        await _handler.HandleAsync(new() { RequestId = "r-1", Payload = default }, CancellationToken.None);
    }

    private static PolicyLoadResult Load(string text, string name) => PolicyLoader.Load(text, name, name, []);

    private InvocationHandler Compose(Policy policy)
    {
        _composed.Add(policy);
        return (_, _) => ValueTask.FromResult<ReadOnlyMemory<byte>>("{}"u8.ToArray());
    }

    private List<JsonElement> Lines(string log) =>
        [
            .. _log.ToString()
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line =>
                {
                    using var document = JsonDocument.Parse(line);
                    return document.RootElement.Clone();
                })
                .Where(line => line.GetProperty("log").GetString() == log),
        ];
}

using System.Collections.Immutable;
using Remediation.Core.Policies.Destinations;
using Remediation.Core.Policies.Yaml;

namespace Remediation.Core.Policies.Loading;

/// <summary>Reads who is told of outcomes.</summary>
internal sealed class NotifyReader(ValueReader values)
{
    public const string TopicPattern = @"^arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]+(\.fifo)?$";

    public const string BusPattern = @"^(arn:aws[a-z-]*:events:[a-z0-9-]+:[0-9]{12}:event-bus/)?[A-Za-z0-9._/-]+$";

    private readonly DestinationValues _parts = new(values);

    public ImmutableArray<NotifyDestination> Read(YamlNode? node)
    {
        var read = ImmutableArray.CreateBuilder<NotifyDestination>();
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var item in values.Items(node))
        {
            if (
                _parts.Only(item, PolicyKeys.Notify) is { } entry
                && One(entry.Key.Text, entry.Value) is { } destination
                && _parts.IsFirst(item, destination.Name, lines)
            )
            {
                read.Add(destination);
            }
        }
        return read.ToImmutable();
    }

    private NotifyDestination? One(string kind, YamlNode node) =>
        kind switch
        {
            "sns" => _parts.Formed(
                node,
                TopicPattern,
                "the ARN of an SNS topic",
                "Such as arn:aws:sns:us-east-1:123456789012:network-changes"
            )
                is { } topic
                ? new SnsDestination(topic)
                : null,
            "slack" => _parts.Secret(node) is { } webhook ? new SlackDestination(webhook) : null,
            _ => _parts.Formed(
                node,
                BusPattern,
                "the name or the ARN of an event bus",
                "Such as default, or arn:aws:events:us-east-1:123456789012:event-bus/security"
            )
                is { } bus
                ? new EventBridgeDestination(bus)
                : null,
        };
}

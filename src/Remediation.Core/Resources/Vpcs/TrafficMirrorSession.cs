using System.Globalization;
using System.Text.Json;
using Remediation.Core.Json;

namespace Remediation.Core.Resources.Vpcs;

/// <summary>One session: what an interface sends and receives goes, as a filter says, to a target as well.</summary>
/// <param name="PacketLength">How many bytes of each packet; null for all.</param>
public sealed record TrafficMirrorSession(
    string Id,
    string NetworkInterfaceId,
    string TargetId,
    string FilterId,
    int? PacketLength
)
{
    internal static TrafficMirrorSession? Of(JsonElement session) =>
        AwsJson.Text(session, "TrafficMirrorSessionId"u8) is { Length: > 0 } id
            ? new(
                id,
                AwsJson.Text(session, "NetworkInterfaceId"u8) ?? "",
                AwsJson.Text(session, "TrafficMirrorTargetId"u8) ?? "",
                AwsJson.Text(session, "TrafficMirrorFilterId"u8) ?? "",
                AwsJson.TryInteger(session, "PacketLength"u8, out var length) && length > 0 ? length : null
            )
            : null;

    /// <summary>Whether this one shows at least what the other did, to the same target.</summary>
    public bool Mirrors(TrafficMirrorSession other) =>
        NetworkInterfaceId == other.NetworkInterfaceId
        && TargetId == other.TargetId
        && FilterId == other.FilterId
        && (PacketLength is null || other.PacketLength <= PacketLength);

    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Id} ({NetworkInterfaceId} to {TargetId} by {FilterId}{(PacketLength is { } bytes ? $", {bytes} bytes of each packet" : "")})"
        );
}

using System.Text.Json;

namespace Remediation.Engine.Tickets;

/// <summary>Writes and reads what is kept of a dispatch: <c>remediation.dispatch/1</c>, for the engine's own store.</summary>
public static class DispatchJson
{
    public static string Write(Dispatch dispatch) =>
        JsonSerializer.Serialize(dispatch, DispatchJsonContext.Default.Dispatch);

    /// <summary>Null for what no engine wrote.</summary>
    public static Dispatch? Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, DispatchJsonContext.Default.Dispatch);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

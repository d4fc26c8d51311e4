using System.Text;
using System.Text.Json;

namespace Remediation.Cli.Tests;

/// <summary>What a run of the command gave.</summary>
internal sealed record CommandRun(int Code, string Output, string Error)
{
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    public static Task<CommandRun> OfAsync(params string[] arguments) => At(120, arguments);

    public static Task<CommandRun> At(int width, params string[] arguments) =>
        WithAsync(session => session with { Width = width }, arguments);

    public static Task<CommandRun> WithInputAsync(byte[] input, params string[] arguments) =>
        WithAsync(session => session with { Input = new MemoryStream(input) }, arguments);

    public static async Task<CommandRun> WithAsync(Func<Session, Session> change, params string[] arguments)
    {
        using var output = new MemoryStream();
        using var error = new StringWriter { NewLine = "\n" };
        var session = new Session
        {
            Input = Stream.Null,
            Output = output,
            Error = error,
            Time = new FixedTime(),
            Variable = _ => null,
        };
        var code = await CommandLine.RunAsync(arguments, change(session), CancellationToken.None);
        return new(code, Encoding.UTF8.GetString(output.ToArray()), error.ToString());
    }
}

using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Xml;
using Remediation.Core;
using Remediation.Core.Resources.Documents;

namespace Remediation.Aws.Documents;

/// <summary>
/// AWS Query: parameters as a form, answers as XML. XML does not tell numbers from text, so every value is text; what of a list
/// is empty, only its name tells. See https://smithy.io/2.0/aws/protocols/aws-query-protocol.html.
/// </summary>
/// <param name="version">The version of the service's API.</param>
/// <param name="lists">The names of the lists in its answers.</param>
internal sealed class QueryProtocol(string version, ImmutableArray<string> lists) : AwsProtocol
{
    private const string Member = "member";

    /// <summary>The names of the maps in its requests, whose keys are values and not names.</summary>
    public ImmutableArray<string> Maps { get; init; } = [];

    public override ParseResult<HttpCall> ToRequest(string operation, string parametersJson)
    {
        var form = new StringBuilder();
        Append(form, "Action", operation);
        Append(form, "Version", version);
        using var parameters = JsonDocument.Parse(parametersJson);
        foreach (var parameter in parameters.RootElement.EnumerateObject())
        {
            AppendValue(form, parameter.Name, parameter.Value);
        }
        return ParseResult<HttpCall>.Success(
            new("POST", "/", Utf8(form.ToString()))
            {
                Headers = new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["Content-Type"] = "application/x-www-form-urlencoded; charset=utf-8",
                },
            }
        );
    }

    public override AwsDocument ToDocument(string operation, HttpAnswer httpAnswer)
    {
        var answer = XmlTree.Parse(httpAnswer.Body);
        var result = answer.Child(operation + "Result");
        return result is null
            ? AwsDocument.Parse("{}")
            : AwsDocument.Build(writer => WriteObject(writer, result.Children));
    }

    public override ErrorBody ToError(byte[] body) => Error(body);

    /// <summary>What an ErrorResponse says.</summary>
    internal static ErrorBody Error(byte[] body)
    {
        try
        {
            var error = XmlTree.Parse(body).Child("Error");
            return new(error?.Child("Code")?.Text ?? "", error?.Child("Message")?.Text ?? "");
        }
        catch (XmlException)
        {
            // A gateway on the way answers in its own words; the status still says what it came to.
            return ErrorBody.None;
        }
    }

    private void AppendValue(StringBuilder form, string name, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object when Maps.Contains(name, StringComparer.Ordinal):
                AppendMap(form, name, value);
                break;
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    AppendValue(form, $"{name}.{member.Name}", member.Value);
                }
                break;
            case JsonValueKind.Array:
                AppendList(form, name, value);
                break;
            case JsonValueKind.True or JsonValueKind.False:
                Append(form, name, value.GetBoolean() ? "true" : "false");
                break;
            case JsonValueKind.Null:
                break;
            default:
                Append(form, name, value.ToString());
                break;
        }
    }

    // As Amazon SNS has them: https://docs.aws.amazon.com/sns/latest/api/API_Publish.html.
    private void AppendMap(StringBuilder form, string name, JsonElement map)
    {
        foreach (var (index, entry) in map.EnumerateObject().Index())
        {
            var at = string.Create(CultureInfo.InvariantCulture, $"{name}.entry.{index + 1}");
            Append(form, at + ".Name", entry.Name);
            AppendValue(form, at + ".Value", entry.Value);
        }
    }

    private void AppendList(StringBuilder form, string name, JsonElement list)
    {
        if (list.GetArrayLength() == 0)
        {
            Append(form, name, "");
        }
        foreach (var (index, item) in list.EnumerateArray().Index())
        {
            AppendValue(form, string.Create(CultureInfo.InvariantCulture, $"{name}.{Member}.{index + 1}"), item);
        }
    }

    private static void Append(StringBuilder form, string name, string value) =>
        form.Append(form.Length == 0 ? "" : "&")
            .Append(Uri.EscapeDataString(name))
            .Append('=')
            .Append(Uri.EscapeDataString(value));

    private void WriteObject(Utf8JsonWriter writer, IEnumerable<XmlTree> members)
    {
        writer.WriteStartObject();
        foreach (var member in members)
        {
            writer.WritePropertyName(member.Name);
            WriteValue(writer, member);
        }
        writer.WriteEndObject();
    }

    private void WriteValue(Utf8JsonWriter writer, XmlTree element)
    {
        if (element.Children.IsEmpty && !lists.Contains(element.Name, StringComparer.Ordinal))
        {
            writer.WriteStringValue(element.Text);
        }
        else if (element.Children.All(child => child.Name == Member))
        {
            writer.WriteStartArray();
            foreach (var item in element.Children)
            {
                WriteValue(writer, item);
            }
            writer.WriteEndArray();
        }
        else
        {
            WriteObject(writer, element.Children);
        }
    }
}

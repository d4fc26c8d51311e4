using System.Globalization;
using System.Text.Json;

namespace Remediation.Aws.Documents;

/// <summary>
/// Writes XML as the AWS CLI's JSON. Nothing is lost: what does not have the form of its type stays text, and elements of one name
/// beside each other become a list even where none is known.
/// </summary>
internal sealed class XmlJson(XmlTypes types)
{
    public void WriteMembers(Utf8JsonWriter writer, XmlTree element)
    {
        foreach (var group in element.Children.GroupBy(child => child.Name, StringComparer.Ordinal))
        {
            writer.WritePropertyName(group.Key);
            if (group.Count() == 1)
            {
                WriteValue(writer, group.First());
            }
            else
            {
                WriteList(writer, group);
            }
        }
    }

    public void WriteValue(Utf8JsonWriter writer, XmlTree element)
    {
        if (types.Lists.Contains(element.Name))
        {
            WriteList(writer, element.Children);
        }
        else if (element.Children.IsEmpty)
        {
            WriteText(writer, element.Name, element.Text);
        }
        else
        {
            writer.WriteStartObject();
            WriteMembers(writer, element);
            writer.WriteEndObject();
        }
    }

    private void WriteList(Utf8JsonWriter writer, IEnumerable<XmlTree> elements)
    {
        writer.WriteStartArray();
        foreach (var element in elements)
        {
            WriteValue(writer, element);
        }
        writer.WriteEndArray();
    }

    private void WriteText(Utf8JsonWriter writer, string name, string text)
    {
        if (types.Numbers.Contains(name) && long.TryParse(text, CultureInfo.InvariantCulture, out var number))
        {
            writer.WriteNumberValue(number);
        }
        else if (types.Flags.Contains(name) && bool.TryParse(text, out var flag))
        {
            writer.WriteBooleanValue(flag);
        }
        else if (
            types.Times.Contains(name)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
        )
        {
            writer.WriteStringValue(TimestampConverter.Format(time.UtcDateTime));
        }
        else
        {
            writer.WriteStringValue(text);
        }
    }
}

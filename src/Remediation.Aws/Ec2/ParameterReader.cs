using System.Text.Json;

namespace Remediation.Aws.Ec2;

/// <summary>
/// Reads the parameters of a call strictly: a name that the request does not have, or a value of another type, is an error.
/// Were it dropped, the call sent would not be the call that was planned. It keeps the first error and where it was.
/// </summary>
internal sealed class ParameterReader
{
    private readonly Stack<string> _path = new();

    public string? Error { get; private set; }

    /// <summary>Sets one field of the target, or says that the target has no such field.</summary>
    public delegate bool FieldSetter<in T>(ParameterReader reader, T target, string name, JsonElement value);

    public T Object<T>(JsonElement element, FieldSetter<T> set)
        where T : new()
    {
        var target = new T();
        if (element.ValueKind != JsonValueKind.Object)
        {
            Expected("an object", element);
            return target;
        }
        foreach (var field in element.EnumerateObject())
        {
            _path.Push(field.Name);
            if (!set(this, target, field.Name, field.Value))
            {
                Fail("is not a parameter of this call");
            }
            _path.Pop();
        }
        return target;
    }

    public List<T> Objects<T>(JsonElement element, FieldSetter<T> set)
        where T : new() => Items(element, (reader, item) => reader.Object(item, set));

    public List<string> Texts(JsonElement element) => Items(element, (reader, item) => reader.Text(item));

    public string Text(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.String)
        {
            return element.GetString() ?? "";
        }
        Expected("a string", element);
        return "";
    }

    public int Integer(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out var value))
        {
            return value;
        }
        Expected("a whole number", element);
        return 0;
    }

    public bool Flag(JsonElement element)
    {
        if (element.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return element.GetBoolean();
        }
        Expected("true or false", element);
        return false;
    }

    private List<T> Items<T>(JsonElement element, Func<ParameterReader, JsonElement, T> read)
    {
        var items = new List<T>();
        if (element.ValueKind != JsonValueKind.Array)
        {
            Expected("a list", element);
            return items;
        }
        foreach (var item in element.EnumerateArray())
        {
            _path.Push($"[{items.Count}]");
            items.Add(read(this, item));
            _path.Pop();
        }
        return items;
    }

    private void Expected(string what, JsonElement actual) => Fail($"must be {what}, not {actual.GetRawText()}");

    private void Fail(string what) =>
        Error ??= $"{string.Join('.', _path.Reverse()).Replace(".[", "[", StringComparison.Ordinal)} {what}";
}

using System.Text.RegularExpressions;
using Remediation.Core.Policies.Destinations;
using Remediation.Core.Policies.Yaml;

namespace Remediation.Core.Policies.Loading;

/// <summary>Reads what the destinations of tickets and notifications are made of: addresses, names, and references to secrets.</summary>
internal sealed class DestinationValues(ValueReader values)
{
    public const string UrlPattern = @"^(https://|http://(localhost|127\.0\.0\.1|\[::1\])([:/]|$))[^?#@\s]+$";

    public const string SecretHint =
        "Keep the secret in SSM Parameter Store or Secrets Manager and write the parameter's name, such as "
        + "/remediation/jira-token, or the ARN of either";

    private const int Longest = 512;

    /// <summary>
    /// The key and the value of a mapping that has to have exactly one of the known keys, or null after the error is told.
    /// </summary>
    public YamlEntry? Only(YamlNode node, KeySet kinds)
    {
        if (values.Fields(node, kinds) is null || node is not YamlMapping mapping)
        {
            return null;
        }
        var known = mapping.Entries.Where(entry => kinds.Has(entry.Key.Text)).ToList();
        if (known.Count == 1)
        {
            return known[0];
        }
        if (known.Count > 1)
        {
            values.Problems.Error(known[1].Key, "a second kind in one item", "Write an item of its own for each");
        }
        else if (mapping.Entries.Count == 0)
        {
            values.Problems.Error(node, "the item is empty", $"Write one of: {string.Join(", ", kinds.Names)}");
        }
        return null;
    }

    /// <summary>Where a secret is kept. What is no reference may be the secret itself, so that no message repeats it.</summary>
    public SecretReference? Secret(YamlNode? node)
    {
        if (node is null)
        {
            return null;
        }
        if (node is YamlScalar { IsNull: false } scalar)
        {
            if (SecretReference.Parse(scalar.Text) is { } reference)
            {
                return reference;
            }
            values.Problems.Error(node, "this is not where a secret is kept, and a policy never holds one", SecretHint);
            return null;
        }
        _ = values.Text(node);
        return null;
    }

    /// <summary>An absolute URL that everything can be sent to in secret, and that holds none itself.</summary>
    public Uri? Url(YamlNode? node)
    {
        if (node is null || values.Text(node) is not { } text)
        {
            return null;
        }
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Host.Length == 0)
        {
            values.Problems.Error(node, "this is not a URL", "Such as https://tickets.example.com");
            return null;
        }
        if (url.UserInfo.Length > 0 || url.Query.Length > 0 || url.Fragment.Length > 0)
        {
            values.Problems.Error(
                node,
                "a URL here must not have a user, a query or a fragment: they often hold a secret",
                "Write the scheme, the host and the path alone"
            );
            return null;
        }
        if (url.Scheme != Uri.UriSchemeHttps && !(url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
        {
            values.Problems.Error(
                node,
                $"'{Excerpt.Of(url.Scheme)}' is not safe: tickets are sent with TLS only",
                "Write https://..."
            );
            return null;
        }
        return url;
    }

    /// <summary>Text of a form that whoever gets it prescribes.</summary>
    /// <param name="pattern">A regular expression for the whole of it.</param>
    /// <param name="what">What it is to be, in words that follow "is not".</param>
    /// <param name="hint">An example.</param>
    public string? Formed(YamlNode? node, string pattern, string what, string hint)
    {
        if (node is null || values.Text(node) is not { } text)
        {
            return null;
        }
        // The end of a line matches the pattern's end too.
        if (
            text.Length <= Longest
            && !text.EndsWith('\n')
            && Regex.IsMatch(text, pattern, RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)
        )
        {
            return text;
        }
        values.Problems.Error(node, $"'{Excerpt.Of(text)}' is not {what}", hint);
        return null;
    }

    /// <summary>Leaves out what is named as something before it, and says so.</summary>
    public bool IsFirst(YamlNode node, string name, Dictionary<string, int> lines)
    {
        if (lines.TryAdd(name, node.Line))
        {
            return true;
        }
        values.Problems.Error(node, "the same again", $"It is on line {lines[name]} already");
        return false;
    }
}

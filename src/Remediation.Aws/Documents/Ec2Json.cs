using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Amazon.EC2;
using Amazon.Runtime;

namespace Remediation.Aws.Documents;

/// <summary>How the SDK's classes for EC2 are written and read so that they look like the API's JSON as the AWS CLI has it.</summary>
internal static class Ec2Json
{
    // What the SDK's answers have beside what EC2 answered.
    private static readonly string[] Foreign =
    [
        nameof(AmazonWebServiceResponse.ResponseMetadata),
        nameof(AmazonWebServiceResponse.ContentLength),
        nameof(AmazonWebServiceResponse.HttpStatusCode),
    ];

    /// <summary>As it is for nearly all.</summary>
    public static JsonSerializerOptions Plain { get; } = Form([], Ec2Types.Default);

    /// <summary>
    /// Where the API has <c>{"Value": true}</c> for every flag and the SDK's classes have the flag itself:
    /// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AttributeBooleanValue.html.
    /// </summary>
    public static JsonSerializerOptions WrappedFlags { get; } = Form([new WrappedFlagConverter()], Ec2Types.Default);

    public static JsonSerializerOptions Form(IEnumerable<JsonConverter> converters, IJsonTypeInfoResolver types)
    {
        var options = new JsonSerializerOptions
        {
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            AllowDuplicateProperties = false,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            TypeInfoResolver = types.WithAddedModifier(WithoutForeign).WithAddedModifier(WithEmptyLists),
        };
        JsonConverter[] all =
        [
            .. converters,
            new TimestampConverter(),
            new StateConverter(),
            .. Words(),
            new WordWriter(),
        ];
        Array.ForEach(all, options.Converters.Add);
        options.MakeReadOnly();
        return options;
    }

    // Those that requests hold; the SDK keeps words that it does not know.
    private static IEnumerable<JsonConverter> Words() =>
        [
            new WordConverter<DestinationFileFormat>(text => new(text)),
            new WordConverter<DnsRecordIpType>(text => new(text)),
            new WordConverter<FlowLogsResourceType>(text => new(text)),
            new WordConverter<HostnameType>(text => new(text)),
            new WordConverter<IpAddressType>(text => new(text)),
            new WordConverter<LogDestinationType>(text => new(text)),
            new WordConverter<ResourceType>(text => new(text)),
            new WordConverter<TrafficType>(text => new(text)),
            new WordConverter<VpcAttributeName>(text => new(text)),
            new WordConverter<VpcEndpointType>(text => new(text)),
        ];

    // EC2 answers a list of nothing as such, and so does the AWS CLI; the SDK makes null of it.
    private static void WithEmptyLists(JsonTypeInfo info)
    {
        foreach (var property in info.Properties.Where(property => IsList(property.PropertyType)))
        {
            var (get, type) = (property.Get!, property.PropertyType);
            property.Get = owner => get(owner) ?? info.Options.GetTypeInfo(type).CreateObject!();
        }
    }

    private static bool IsList(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(List<>);

    private static void WithoutForeign(JsonTypeInfo info)
    {
        if (!info.Type.IsAssignableTo(typeof(AmazonWebServiceResponse)))
        {
            return;
        }
        foreach (var property in info.Properties.Where(property => Foreign.Contains(property.Name)).ToList())
        {
            info.Properties.Remove(property);
        }
    }
}

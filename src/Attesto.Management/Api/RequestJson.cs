using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Attesto.Management;

/// <summary>Reads the body of a request, and names the member that is wrong.</summary>
internal static class RequestJson
{
    private const int MaxLength = 256 * 1024; // bytes; a client with every member and a key set has a few thousand

    private static readonly JsonSerializerOptions Strict = new(ManagementJson.Options) { AllowDuplicateProperties = false };

    /// <summary>Reads it.</summary>
    /// <exception cref="ClientDataException">A member is misspelt, or has a value that does not fit.</exception>
    /// <exception cref="BadHttpRequestException">It is no JSON object at all.</exception>
    public static async Task<T> ReadAsync<T>(HttpContext http, CancellationToken cancellationToken)
        where T : class => Read<T>(http, await ReadBytesAsync(http.Request.Body, cancellationToken));

    /// <summary>Reads it where every member may be left out, and so may the body.</summary>
    /// <inheritdoc cref="ReadAsync{T}"/>
    public static async Task<T> ReadOptionalAsync<T>(HttpContext http, CancellationToken cancellationToken)
        where T : class, new() => await ReadBytesAsync(http.Request.Body, cancellationToken) is { Length: > 0 } bytes ? Read<T>(http, bytes) : new T();

    private static T Read<T>(HttpContext http, byte[] bytes)
        where T : class
    {
        if (!http.Request.HasJsonContentType())
        {
            throw new BadHttpRequestException("the body must be application/json", StatusCodes.Status415UnsupportedMediaType);
        }

        using var json = Parse(bytes);
        if (json.RootElement.ValueKind is not JsonValueKind.Object)
        {
            throw new BadHttpRequestException("the body must be one JSON object");
        }

        var known = ((JsonTypeInfo<T>)Strict.GetTypeInfo(typeof(T))).Properties.Select(property => property.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (json.RootElement.EnumerateObject().Select(member => member.Name).Where(name => !known.Contains(name)).ToList() is { Count: > 0 } unknown)
        {
            throw new ClientDataException([.. unknown.Select(name => new ClientDataFault(name, "is no member that is known here."))]);
        }

        try
        {
            return json.RootElement.Deserialize<T>(Strict)!;
        }
        catch (JsonException wrong)
        {
            throw new ClientDataException([new ClientDataFault(FieldOf(wrong), "has a value that does not fit.")]);
        }
    }

    private static JsonDocument Parse(byte[] bytes)
    {
        try
        {
            return JsonDocument.Parse(bytes, new JsonDocumentOptions { AllowDuplicateProperties = false });
        }
        catch (JsonException malformed)
        {
            throw new BadHttpRequestException("the body is no JSON, or names a member twice", malformed);
        }
    }

    private static async Task<byte[]> ReadBytesAsync(Stream body, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[8192];
        for (int read; (read = await body.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            bytes.Write(buffer, 0, read);
            if (bytes.Length > MaxLength)
            {
                throw new BadHttpRequestException($"the body is longer than {MaxLength} bytes", StatusCodes.Status413PayloadTooLarge);
            }
        }

        return bytes.ToArray();
    }

    // $.redirectUris[0] is the field redirectUris.
    private static string FieldOf(JsonException wrong) => wrong.Path?.TrimStart('$', '.').Split('.', '[')[0] is { Length: > 0 } field ? field : "body";
}

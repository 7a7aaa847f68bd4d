#if (explicitNullable)
#nullable enable
#endif
#if (explicitRules)
#pragma warning disable CA1054, CA1056, CA1062, CA1515, CA1724, CA1812, CA2007 // rules for libraries; this is the code of a host
#endif
#if (explicitUsings)
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
#endif
using System.Text.Json.Nodes;
using Attesto.AspNetCore;

namespace PoliciesNamespace;

/// <summary>Says that a policy is still as it was emitted, and which file to open: in the log, and in the error that the request ends with.
/// Delete it with the last stub.</summary>
public sealed partial class Stub(IHttpContextAccessor accessor, ILogger<Stub> logger)
{
    public string Denies(string file)
    {
        Log(file);
        var description = $"denied by a policy that is not filled in yet: open {file}";
        accessor.HttpContext?.Items[typeof(Stub)] = description;
        return description;
    }

    /// <summary>What a stub said about this request, or null.</summary>
    public static string? Said(HttpContext http) => http.Items.TryGetValue(typeof(Stub), out var description) ? (string?)description : null;

    [LoggerMessage(1, LogLevel.Warning, "{File} is not filled in yet, so the request was denied. Open it and decide.")]
    private partial void Log(string file);
}

/// <summary>Puts the stub's words into the description of an error in JSON; the page of Views/Attesto shows them too.</summary>
public sealed class StubEnvelope : IErrorEnvelope
{
    public JsonObject Reshape(HttpContext http, int status, JsonObject body)
    {
        if (Stub.Said(http) is { } description)
        {
            body["error_description"] = description;
        }

        return body;
    }
}

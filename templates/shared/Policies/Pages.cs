#if (explicitNullable)
#nullable enable
#endif
#if (explicitRules)
#pragma warning disable CA1054, CA1056, CA1062, CA1515, CA1724, CA1812, CA2007 // rules for libraries; this is the code of a host
#endif
#if (explicitUsings)
using System;
using System.Linq;
using Microsoft.AspNetCore.Http;
#endif
using Attesto;
using Attesto.AspNetCore;

namespace PoliciesNamespace;

/// <summary>The pages of Views/Attesto for what the protocol itself shows to people. Whoever asks for no HTML gets JSON.</summary>
public sealed class Pages : IPages
{
    public object? DeviceVerification(HttpContext http, DeviceVerification page) => WantsHtml(http) ? Page.Of("Device", page) : null;

    public object? LoggedOut(HttpContext http) => WantsHtml(http) ? Page.Of("LoggedOut", "") : null;

    public object? Error(HttpContext http, ErrorDetails page) =>
        Page.Of("Error", page with { Error = page.Error with { Description = Stub.Said(http) ?? page.Error.Description } });

    private static bool WantsHtml(HttpContext http) =>
        http.Request.Headers.Accept.Any(value => value?.Contains("text/html", StringComparison.OrdinalIgnoreCase) == true);
}

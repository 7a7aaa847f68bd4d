using Attesto;
using Attesto.AspNetCore;

namespace PoliciesNamespace;

/// <summary>The pages of Views/Attesto for what the protocol itself shows to people. Whoever asks for no HTML gets JSON.</summary>
public sealed class Pages : IPages
{
    public object? DeviceVerification(HttpContext http, DeviceVerification page) => WantsHtml(http) ? Page.Of("Device", page) : null;

    public object? LoggedOut(HttpContext http) => WantsHtml(http) ? Page.Of("LoggedOut", "") : null;

    public object? Error(HttpContext http, OAuthError error) => Page.Of("Error", error with { Description = Stub.Said(http) ?? error.Description });

    private static bool WantsHtml(HttpContext http) =>
        http.Request.Headers.Accept.Any(value => value?.Contains("text/html", StringComparison.OrdinalIgnoreCase) == true);
}

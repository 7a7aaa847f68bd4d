using System.Text;
using System.Text.Encodings.Web;
using Attesto.Grants;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;

namespace Attesto.AspNetCore;

/// <summary>Plain pages that work in any browser, without script and without style.</summary>
internal static class PlainPage
{
    public static BytesResult LoggedOut() => Of("Signed out", """<main id="logged-out"><h1>You are signed out</h1></main>""");

    public static BytesResult Device(DeviceVerification page, AntiforgeryTokenSet antiforgery) => page.Stage switch
    {
        DeviceStage.Approved => Of("Device connected", """<main id="device-approved"><h1>The device is connected</h1><p>You can close this page.</p></main>"""),
        DeviceStage.Denied => Of("Device refused", """<main id="device-denied"><h1>The device was refused</h1><p>You can close this page.</p></main>"""),
        _ => Of("Connect a device", Form(page, antiforgery)),
    };

    private static string Form(DeviceVerification page, AntiforgeryTokenSet antiforgery) =>
        $"""
        <main id="device-page"><h1>Connect a device</h1>
        {(page.Stage is DeviceStage.Invalid ? """<p id="device-invalid">This code is unknown, expired or already used.</p>""" : "")}
        {(page.Client is { } client ? $"<p><b>{Encode(client.Name ?? client.Id)}</b> asks for access{(page.Scope is { Count: > 0 } scope ? $": {Encode(scope.ToString())}" : "")}.</p>" : "")}
        <p>Continue only if the code is on a device in front of you.</p>
        <form method="post">
        <input type="hidden" name="{Encode(antiforgery.FormFieldName)}" value="{Encode(antiforgery.RequestToken ?? "")}">
        <label>Code <input name="{Parameters.UserCode}" value="{Encode(page.UserCode ?? "")}" autocomplete="off" required></label>
        <button id="device-approve" name="decision" value="approve">Allow</button>
        <button id="device-deny" name="decision" value="deny">Refuse</button>
        </form></main>
        """;

    private static BytesResult Of(string title, string body) => new(StatusCodes.Status200OK, "text/html; charset=utf-8", Encoding.UTF8.GetBytes(
        $"""
        <!DOCTYPE html>
        <html lang="en">
        <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title></head>
        <body>
        {body}
        </body>
        </html>

        """), PageHeaders.WritePlain);

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}

namespace Attesto.AspNetCore;

/// <summary>The plain device page: enter the code, see who asks for what, decide (RFC 8628 §3.3).</summary>
internal static class PlainDevicePage
{
    public static BytesResult Of(DeviceVerification page, string token, bool wasRefused, int status) => page.Stage switch
    {
        DeviceStage.Approved => Said("device-approved", "The device is connected", "You can close this page."),
        DeviceStage.Denied => Said("device-denied", "The device was refused", "You can close this page."),
        DeviceStage.NotAllowed => Said("device-denied", "This device cannot be connected to your account", "You can close this page."),
        DeviceStage.Confirm => PlainPage.Of("Connect a device", Confirm(page, token, wasRefused), status),
        _ => PlainPage.Of("Connect a device", Prompt(page, token), status),
    };

    private static BytesResult Said(string id, string heading, string text) =>
        PlainPage.Of(heading, $"""<main id="{id}"><h1>{heading}</h1><p>{text}</p></main>""");

    private static string Prompt(DeviceVerification page, string token) =>
        $"""
        <main id="device-page"><h1>Connect a device</h1>
        {FaultOf(page)}
        <form method="post">
        {Hidden(FormTokens.Field, token)}
        <label>The code that the device shows <input name="{Parameters.UserCode}" autocomplete="off" autocapitalize="characters" spellcheck="false" required></label>
        <button id="device-approve" name="decision" value="approve">Continue</button>
        </form></main>
        """;

    private static string Confirm(DeviceVerification page, string token, bool wasRefused) =>
        $"""
        <main id="device-page"><h1>Connect a device</h1>
        {(wasRefused ? Fault("device-retry", "Nothing was decided yet: this page was open for too long. Please decide again.") : "")}
        <p><b>{PlainPage.Encode(page.Client!.Name ?? page.Client.Id)}</b> asks for access{Scope(page)}.</p>
        <p>It asked {Ago(page.RequestedAgo)}{(page.RequestedFrom is { } address ? $" from {PlainPage.Encode(address)}" : "")}.</p>
        <p>Allow it only if you started this yourself and the device in front of you shows the code <b>{PlainPage.Encode(page.UserCode!)}</b>.</p>
        <form method="post">
        {Hidden(FormTokens.Field, token)}
        {Hidden(Parameters.UserCode, page.UserCode)}
        {Hidden(DeviceVerificationEndpoint.Confirmation, page.Confirmation)}
        <button id="device-approve" name="decision" value="approve">Allow</button>
        <button id="device-deny" name="decision" value="deny">Refuse</button>
        </form></main>
        """;

    private static string FaultOf(DeviceVerification page) => page switch
    {
        { Stage: DeviceStage.Invalid } => Fault("device-invalid", "There is no such code."),
        { Stage: DeviceStage.Expired } => Fault("device-expired", "This code is too old. Ask the device for a new one."),
        { Stage: DeviceStage.TooManyGuesses } => Fault("device-throttled", "There were too many wrong codes. Try again in some minutes."),
        _ => "",
    };

    private static string Fault(string id, string text) => $"""<p id="{id}">{text}</p>""";

    private static string Scope(DeviceVerification page) => page.Scope is { Count: > 0 } scope ? $": {PlainPage.Encode(scope.ToString())}" : "";

    private static string Ago(TimeSpan? time) => time is { TotalMinutes: >= 1 } ago ? $"{(int)ago.TotalMinutes} min ago" : "just now";

    private static string Hidden(string name, string? value) =>
        $"""<input type="hidden" name="{PlainPage.Encode(name)}" value="{PlainPage.Encode(value ?? "")}">""";
}

using Attesto.AspNetCore;
using Microsoft.Extensions.Options;

namespace Attesto.Management.Tests;

/// <summary>What of the management API's settings stops the start.</summary>
public sealed class ManagementCheckTests
{
    [TestCase("manage", "/manage/v1", AttestoBearerDefaults.AuthenticationScheme, null)]
    [TestCase("other", "/manage/v1", AttestoBearerDefaults.AuthenticationScheme, "does not name the scope \"other\"")]
    [TestCase("MANAGE", "/manage/v1", AttestoBearerDefaults.AuthenticationScheme, "does not name the scope \"MANAGE\"")]
    [TestCase("", "/manage/v1", AttestoBearerDefaults.AuthenticationScheme, "does not name the scope \"\"")]
    [TestCase("two words", "/manage/v1", AttestoBearerDefaults.AuthenticationScheme, "does not name the scope \"two words\"")]
    [TestCase("manage", "/manage/v1", "Own", "AddAttestoBearer()")]
    [TestCase("manage", "", AttestoBearerDefaults.AuthenticationScheme, "the path \"\"")]
    [TestCase("manage", "/", AttestoBearerDefaults.AuthenticationScheme, "the path \"/\"")]
    [TestCase("manage", "manage", AttestoBearerDefaults.AuthenticationScheme, "the path \"manage\"")]
    [TestCase("manage", "/manage/", AttestoBearerDefaults.AuthenticationScheme, "the path \"/manage/\"")]
    public async Task It_names_what_is_wrong(string scope, string path, string scheme, string? fault)
    {
        var options = new AttestoOptions();
        options.Scopes.Supported = ["manage", "", "two words"]; // the last two no server offers, which another check says
        var check = new ManagementCheck(
            Options.Create(new AttestoManagementOptions { Scope = scope, Path = path }), Options.Create(options), [new BearerSchemeName(scheme)]);
        var faults = await check.FindFaultsAsync(CancellationToken.None);
        Assert.That(faults, Has.Count.EqualTo(fault is null ? 0 : 1));
        Assert.That(string.Concat(faults), Does.Contain(fault ?? ""));
    }
}

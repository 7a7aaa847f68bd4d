#:include Plans.cs
#:include OpenIdPlans.cs
#:include FapiPlans.cs
#:property PublishAot=false
#:property ImplicitUsings=enable
#:property Nullable=enable

// Writes what a run of the OpenID Foundation's conformance suite needs: `dotnet samples/Attesto.Lab/conformance/configure.cs FOLDER [SUITE-URL]`.
// For each group of plans one lab file (lab-*.json: the host's settings, its clients and its person) and one plan configuration per way of authenticating
// (oidc-*.json, fapi-*.json), with keys and certificates made afresh. README.md beside this file says how to run them.

if (args.Length == 0)
{
    Console.Error.WriteLine("usage: dotnet configure.cs FOLDER [SUITE-URL]");
    return 2;
}

var folder = Directory.CreateDirectory(args[0]).FullName;
var suite = (args.Length > 1 ? args[1] : "https://localhost.emobix.co.uk:8443").TrimEnd('/');
new OpenIdPlans(folder, suite, 5443).Write();
new FapiPlans(folder, suite, 6443, "Fapi2Security", "security").Write();
new FapiPlans(folder, suite, 7443, "Fapi2MessageSigning", "signing").Write();
new FapiPlans(folder, suite, 7543, "Fapi2MessageSigning", "signing-plain").Write(attesto => attesto["RequireSignedAuthorizationResponses"] = false);
Console.WriteLine($"{Directory.GetFiles(folder).Length} files in {folder}");
return 0;

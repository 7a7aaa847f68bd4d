using Attesto;
using Attesto.Keys;

namespace PoliciesNamespace;

/// <summary>Which keys sign tokens? In Development a file made on the first start; elsewhere the files that <c>SigningKeys</c> in the configuration lists,
/// PEM or PFX, encrypted ones with the password <c>SigningKeyPassword</c>. A key in a vault or an HSM is a <see cref="ServerKey"/> of its signing credentials.</summary>
public static class Keys
{
    public static IKeystore Open(IServiceProvider services)
    {
        var host = services.GetRequiredService<IHostEnvironment>();
        var configuration = services.GetRequiredService<IConfiguration>();
        if (configuration.GetSection("SigningKeys").Get<string[]>() is { Length: > 0 } files)
        {
            return new StaticKeystore(files.Select(file => ServerKey.FromFile(file, configuration["SigningKeyPassword"])));
        }

        return host.IsDevelopment()
            ? new DevelopmentKeystore(Path.Combine(host.ContentRootPath, ".attesto", "development-keys.pem"))
            : throw new InvalidOperationException(
                "There is no signing key. List PEM or PFX files under SigningKeys (SigningKeys__0=/run/secrets/es256.pem), or open Policies/Keys.cs.");
    }
}

package dev.effe.compat;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A web application that knows of JAX-RS only. */
@Path("/pets")
public class Pets {

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Map<String, Object> find(@QueryParam("name") List<String> names, @CookieParam("last") String last) {
        return new TreeMap<>(Map.of("names", names, "last", last));
    }

    @PUT
    @Path("/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public Response put(@PathParam("id") String id, Map<String, String> pet) {
        return Response.status(201)
                .entity(new TreeMap<>(Map.of("id", id, "name", pet.get("name"))))
                .cookie(new NewCookie.Builder("last").value("7").build())
                .build();
    }

    @POST
    @Path("/form")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Produces(MediaType.TEXT_PLAIN)
    public String form(@FormParam("a") List<String> values) {
        return String.join("|", values);
    }

    @POST
    @Path("/bytes")
    @Consumes(MediaType.APPLICATION_OCTET_STREAM)
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    public byte[] bytes(byte[] body) {
        return body;
    }
}

"""The code of a function in a folder, as it is uploaded."""
import io
import os
import zipfile


def zipped(folder):
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w", zipfile.ZIP_DEFLATED) as file:
        for parent, _, names in os.walk(folder):
            for name in names:
                path = os.path.join(parent, name)
                file.write(path, os.path.relpath(path, folder))
    return code.getvalue()

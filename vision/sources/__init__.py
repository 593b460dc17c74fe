"""Sources of pictures: files, folders of stills, devices, network cameras."""
